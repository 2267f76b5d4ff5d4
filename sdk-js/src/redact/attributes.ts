const list = (names: string): string[] => names.split(" ");

/** What becomes of an attribute, by its exact name. What is in no list is dropped. */
export type Kind = "names" | "text" | "value" | "css" | "path" | "plain" | "number" | "length" | "word";

/** The lists, kept equal to `tests/vectors/fields.json` by a test. */
export const ATTRIBUTES: Readonly<Record<Exclude<Kind, "word">, string>> = {
  names: "class id part slot",
  text: "placeholder label",
  value: "value",
  css: "style _cssText",
  path: "d points",
  plain:
    "type dir role hidden inert open disabled readonly required checked selected multiple contenteditable popover " +
    "media size rows cols wrap width height align valign bgcolor border cellpadding cellspacing colspan rowspan " +
    "span nowrap color start reversed viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx fy transform " +
    "dx dy rotate offset refX refY markerWidth markerHeight markerUnits orient patternUnits patternTransform " +
    "gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits fill stroke clip-path mask filter " +
    "marker marker-start marker-mid marker-end cursor font-family fill-opacity fill-rule clip-rule stroke-width " +
    "stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset " +
    "stop-color stop-opacity opacity visibility display overflow text-anchor dominant-baseline font-size " +
    "font-style font-weight font-variant font-stretch letter-spacing word-spacing text-decoration paint-order " +
    "vector-effect pointer-events writing-mode direction",
  number: "rr_scrollLeft rr_scrollTop",
  length: "rr_width rr_height",
};

/** Attributes that hold one of a few words. */
export const WORDS: Readonly<Record<string, readonly string[]>> = { rr_open_mode: ["modal", "non-modal"] };

/** Elements whose `href` becomes a number sign where it leads elsewhere. */
export const LINKS: readonly string[] = ["a", "area"];
/** Elements that draw what an address names; in lower case, as they are told. */
export const DRAWN: readonly string[] = list("use lineargradient radialgradient pattern textpath mpath");

const KINDS = new Map<string, Kind>(Object.keys(WORDS).map((name) => [name, "word"]));
for (const [kind, names] of Object.entries(ATTRIBUTES)) {
  for (const name of list(names)) KINDS.set(name, kind as Kind);
}

export function kindOf(name: string): Kind | undefined {
  return KINDS.get(name);
}
