import { ANY_FONT, type Font } from "./masks";

/** What the browser knows of CSS and HTML; tests say it from `tests/vectors/words.json`. */
export interface Facts {
  /** Whether there is a property of this name. */
  property(name: string): boolean;
  /** Whether one of these properties takes the word alone. */
  takes(properties: string, word: string): boolean;
  /** Whether there is such a unit. */
  unit(name: string): boolean;
  /** Whether `@media` or `@container` can ask for this, with this value if there is one. */
  query(feature: string, value: string): boolean;
  /** Whether there is such a pseudo-class or pseudo-element, its colons before it and its brackets after it. */
  pseudo(selector: string): boolean;
  /** Whether there is such an element. */
  element(tag: string): boolean;
  /** Whether the condition of an `@supports` holds. */
  holds(condition: string): boolean;
}

const KNOWN = 10_000;
/** Together these take every unit but those of resolutions. */
const MEASURED = "width rotate transition-duration grid-template-columns";
/** Whether media queries can be put together with `or`. */
const IS_TERNARY = (): boolean => matchMedia("(width) or (height)").matches;
const SAMPLE = "Manyofthepagesthatpeoplereadarelaidoutinlinesofwordslikethese.";

/** Asks each question once. */
export function remember(facts: Facts): Facts {
  const known = new Map<string, boolean>();

  function ask(question: string, answer: () => boolean): boolean {
    const before = known.get(question);
    if (before !== undefined) return before;
    if (known.size > KNOWN) known.clear();
    const now = answer();
    known.set(question, now);
    return now;
  }

  return {
    property: (name) => ask(`p${name}`, () => facts.property(name)),
    takes: (properties, word) => ask(`${properties}:${word}`, () => facts.takes(properties, word)),
    unit: (name) => ask(`u${name}`, () => facts.unit(name)),
    query: (feature, value) => ask(`q${feature}:${value}`, () => facts.query(feature, value)),
    pseudo: (selector) => ask(selector, () => facts.pseudo(selector)),
    element: (tag) => ask(`<${tag}`, () => facts.element(tag)),
    holds: (condition) => ask(`@${condition}`, () => facts.holds(condition)),
  };
}

/** Elements of SVG and MathML by the names of their interfaces, since a name in lower case makes none. */
function foreignElements(): ReadonlySet<string> {
  const names = Object.getOwnPropertyNames(window).flatMap((name) => /^SVG(\w+)Element$/.exec(name)?.[1]?.toLowerCase() ?? []);
  return new Set([...names, ..."math mi mn mo ms mrow mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd mstyle mpadded".split(" ")]);
}

/** What this browser says. */
export function browserFacts(): Facts {
  // Elements of a document of its own run no code of the page.
  const own = document.implementation.createHTMLDocument("");
  let foreign: ReadonlySet<string> | undefined;
  const takes = (properties: string, word: string): boolean =>
    CSS.supports(properties.split(" ").map((property) => `(${property}:${word})`).join(" or "));
  const property = (name: string): boolean => CSS.supports(name, "initial");
  return remember({
    property,
    takes,
    unit: (name) => takes(MEASURED, `1${name}`) || /^(?:x|dp(?:i|cm|px))$/.test(name),
    query(feature, value) {
      const bare = feature.replace(/(^|-)(?:min|max)-/, "$1");
      const asked = value ? `(${bare}:${value})` : `(${bare})`;
      // What is not known is neither so nor not so.
      const isKnown = IS_TERNARY() ? matchMedia(`${asked} or (not ${asked})`).matches : matchMedia(asked).media !== "not all";
      return isKnown || (value === "" && property(bare));
    },
    pseudo: (selector) => CSS.supports(`selector(${selector})`),
    element(tag) {
      foreign ??= foreignElements();
      return foreign.has(tag) || !(own.createElement(tag) instanceof HTMLUnknownElement);
    },
    holds: (condition) => CSS.supports(condition),
  });
}

/** How wide things are in the font of the first element of this tag, or of the page. */
export function measureFont(tag: string): Font {
  try {
    const context = document.createElement("canvas").getContext("2d");
    if (!context) return ANY_FONT;
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(document.querySelector(tag) ?? document.body);
    context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    const width = (text: string): number => context.measureText(text).width / text.length;
    const quarters = (text: string): number => Math.min(8, Math.max(1, (4 * width(text)) / width("*")));
    const [letter, space] = [quarters(SAMPLE), quarters(" ")];
    return Number.isFinite(letter + space) ? { letter, space, isMeasured: true } : ANY_FONT;
  } catch {
    return ANY_FONT;
  }
}
