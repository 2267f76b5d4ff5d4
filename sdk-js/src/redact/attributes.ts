import { list } from "./words";

/** What becomes of an attribute, by its exact name. What is in no list is dropped. */
export type Kind = "structural" | "textual" | "value" | "css" | "number" | "length" | "boolean" | "word";

/** The lists, kept equal to `tests/vectors/fields.json` by a test. */
export const ATTRIBUTES: Readonly<Record<Exclude<Kind, "word">, string>> = {
  structural:
    "class id type dir lang role slot part tabindex hidden inert open disabled readonly required checked selected " +
    "multiple indeterminate contenteditable draggable popover translate rel media size rows cols wrap width height " +
    "align valign bgcolor border cellpadding cellspacing colspan rowspan span scope nowrap color face start reversed " +
    "compact noshade hspace vspace frameborder scrolling marginheight marginwidth shape coords controls loop muted " +
    "playsinline loading clear rules frame char charoff aria-atomic aria-busy aria-checked aria-current aria-disabled " +
    "aria-expanded aria-haspopup aria-hidden aria-invalid aria-level aria-live aria-modal aria-multiline " +
    "aria-multiselectable aria-orientation aria-pressed aria-readonly aria-relevant aria-required aria-selected " +
    "aria-sort viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points pathLength transform dx dy " +
    "rotate offset refX refY markerWidth markerHeight markerUnits orient patternUnits patternContentUnits " +
    "patternTransform gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits " +
    "filterUnits primitiveUnits stdDeviation in in2 result mode operator k1 k2 k3 k4 textLength lengthAdjust version " +
    "baseProfile enable-background xml:space fill-opacity fill-rule clip-rule stroke-width stroke-opacity " +
    "stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset stop-color stop-opacity " +
    "opacity visibility display overflow text-anchor dominant-baseline alignment-baseline baseline-shift font-size " +
    "font-style font-weight font-variant font-stretch letter-spacing word-spacing text-decoration text-rendering " +
    "shape-rendering image-rendering color-interpolation color-interpolation-filters paint-order vector-effect " +
    "pointer-events flood-color flood-opacity lighting-color writing-mode direction unicode-bidi",
  textual:
    "title alt placeholder label summary abbr aria-label aria-description aria-roledescription aria-placeholder " +
    "aria-valuetext aria-braillelabel aria-brailleroledescription",
  value: "value",
  css:
    "style _cssText fill stroke clip-path mask filter marker marker-start marker-mid marker-end cursor font-family",
  number: "rr_scrollLeft rr_scrollTop rr_mediaCurrentTime rr_mediaPlaybackRate rr_mediaVolume",
  length: "rr_width rr_height",
  boolean: "rr_mediaMuted rr_mediaLoop",
};

/** Attributes that hold one of a few words. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  rr_mediaState: ["played", "paused"],
  rr_open_mode: ["modal", "non-modal"],
};

/** Elements whose `href` becomes a number sign; everywhere else it is dropped. */
export const LINKS: readonly string[] = ["a", "area"];

const KINDS = new Map<string, Kind>(Object.keys(WORDS).map((name) => [name, "word"]));
for (const [kind, names] of Object.entries(ATTRIBUTES)) {
  for (const name of list(names)) KINDS.set(name, kind as Kind);
}

export function kindOf(name: string): Kind | undefined {
  return KINDS.get(name);
}
