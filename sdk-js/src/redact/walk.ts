import type { Styles } from "./css";
import type { Token } from "./tokens";

/** On the way through the tokens of a style sheet. */
export interface Walk {
  tokens: readonly Token[];
  at: number;
  out: string[];
  styles: Styles;
}

const WORDY = /[\w\-\u0080-\uffff]/;
const STARTS = /^[\w\-\u0080-\uffff]/;
/** rrweb's own mark between the text nodes of one style element; the player needs it exactly. */
const SPLIT = "/* rr_split */";
const NUMBER = /^([+-]?)(\d*)(\.\d+)?(e[+-]?\d{1,2}(?!\d))?(?:e[+-]?\d+)?(.*)$/i;
const MOST = "9999999";

export function walkOf(tokens: readonly Token[], styles: Styles): Walk {
  return { tokens, at: 0, out: [], styles };
}

export function isSign(walk: Walk, sign: string): boolean {
  const token = walk.tokens[walk.at];
  return token?.kind === "sign" && token.text === sign;
}

/** Writes `text` and goes on by `steps`. */
export function put(walk: Walk, text: string, steps: number): void {
  if (text) walk.out.push(text);
  walk.at += steps;
}

/** Writes a word, a name or a number, kept apart from what stands before it. */
export function putWord(walk: Walk, word: string): void {
  const before = walk.out[walk.out.length - 1] ?? "";
  if (WORDY.test(before[before.length - 1] ?? "") && STARTS.test(word)) walk.out.push("/**/");
  walk.out.push(word);
  walk.at += 1;
}

/** Writes white space and emptied comments. */
export function skipSpace(walk: Walk): boolean {
  const token = walk.tokens[walk.at];
  if (token?.kind === "space") put(walk, token.text, 1);
  else if (token?.kind === "comment") put(walk, token.text === SPLIT ? SPLIT : "/**/", 1);
  else return false;
  return true;
}

/** Writes one sign, if it is one of these; any other token is left out, and keeps what stands around it apart. */
export function putSign(walk: Walk, signs: string): void {
  const { kind, text } = walk.tokens[walk.at] ?? { kind: "space", text: "" };
  if (kind !== "sign" || !signs.includes(text)) return put(walk, "/**/", 1);
  const next = walk.tokens[walk.at + 1];
  put(walk, text === "<" && next?.text !== "=" && next?.kind !== "space" ? "< " : text, 1);
}

/** A number within its bounds, without its unit, and the unit. */
export function numberOf(text: string): [number: string, unit: string] {
  const [, sign = "", whole = "", part = "", power = "", unit = ""] = NUMBER.exec(text) ?? [];
  return [sign + (whole.length > MOST.length ? MOST : whole) + part.slice(0, 11) + power, unit];
}

/** A number within its bounds, with its unit if there is such a one. */
export function measureOf(text: string, { facts }: Styles): string {
  const [number, unit] = numberOf(text);
  return number + (unit === "%" || (/^[a-z]+$/i.test(unit) && facts.unit(unit.toLowerCase())) ? unit : "");
}

/** Goes past all up to the end of the statement or block, at whose first token or brace it stands. */
export function skipBlock(walk: Walk): void {
  let depth = 0;
  for (; walk.at < walk.tokens.length; walk.at += 1) {
    if (depth === 0 && isSign(walk, "}")) return;
    if (isSign(walk, "{")) depth += 1;
    else if (isSign(walk, "}")) depth -= 1;
    if (depth === 0 && (isSign(walk, "}") || isSign(walk, ";"))) {
      walk.at += 1;
      return;
    }
  }
}
