import { CSS_UNITS, CSS_WORDS } from "./words";

const BINDINGS = /(?:behavior|-moz-binding)(?=[ \t\n\r\f]*:)/gi;
const NAME_CHAR = /[\w\-\u0080-\uffff]/;
const CUSTOM =
  /(^|[ \t\n\r\f{};/])(--(?:[\w\-\u0080-\uffff]|\\[\s\S])*[ \t\n\r\f]*:)((?:\\[\s\S]|[^;}\\])*)/g;
const RUN = /(?:[\w.#%+\-\u0080-\uffff]|\\[\s\S])+/g;
const FUNCTION = /^-?[A-Za-z][A-Za-z0-9-]{0,31}$/;
const NUMBER = new RegExp(String.raw`^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(${CSS_UNITS.join("|")})?$`, "i");

/** True for what a custom property may say: numbers, colours, references, and words of CSS itself. */
function isKnown(run: string, next: string | undefined): boolean {
  return (
    (next === "(" && FUNCTION.test(run)) ||
    run.startsWith("--") ||
    /^[+\-.]+$/.test(run) ||
    (run.length <= 16 && NUMBER.test(run)) ||
    /^#[0-9a-f]{3,8}$/i.test(run) ||
    CSS_WORDS.has(run.toLowerCase())
  );
}

/** The value of a custom property, which may hold anything: unknown words become `x`. */
export function scrubCustomValue(value: string): string {
  return value.replace(RUN, (run: string, at: number) => (isKnown(run, value[at + run.length]) ? run : "x"));
}

/** Renames properties that could run code, and scrubs custom ones. */
export function scrubProperties(css: string): string {
  const bound = css.replace(BINDINGS, (name: string, at: number) => {
    return at > 0 && NAME_CHAR.test(css[at - 1] ?? "") ? name : `x-${name}`;
  });
  if (!bound.includes("--")) return bound;
  return bound.replace(CUSTOM, (_all, before: string, name: string, value: string) => {
    return before + name + scrubCustomValue(value);
  });
}
