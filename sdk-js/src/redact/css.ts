import type { Facts } from "./facts";
import type { Names } from "./names";
import { selector } from "./selectors";
import type { Tag } from "./tags";
import { tokensOf } from "./tokens";
import { isSign, put, skipBlock, skipSpace, walkOf, type Walk } from "./walk";
import { value } from "./values";
import { prelude } from "./preludes";
import { AT_RULES } from "./words";

/** What CSS is rewritten with: what the browser knows, and the page's names. */
export interface Styles {
  facts: Facts;
  names: Names;
  /** What was rewritten before, by its kind and text. */
  done: Map<string, string>;
  /** What is known of tags, by what they are called. */
  tags: Map<string, Tag>;
}

/** Stands for a rule that is left out, so that the numbers of those after it stay right. */
const NO_RULE = "@media not all{}";
const DONE = 5000;
/** Texts longer than this in sum are not worth remembering. */
const DONE_SIZE = 2 ** 22;

const sizes = new WeakMap<Map<string, string>, number>();

/** Remembers what came out, since the same sheets come with every picture of the page. */
function once(styles: Styles, key: string, make: () => string): string {
  const known = styles.done.get(key);
  if (known !== undefined) return known;
  const made = safely(make);
  const size = (sizes.get(styles.done) ?? 0) + key.length + made.length;
  const isFull = size > DONE_SIZE || styles.done.size > DONE;
  if (isFull) styles.done.clear();
  sizes.set(styles.done, isFull ? 0 : size);
  styles.done.set(key, made);
  return made;
}

/** What nests too deep for this to follow is left out. */
function safely(make: () => string): string {
  try {
    return make();
  } catch {
    return "";
  }
}

/** A whole style sheet, or a rule of one. */
export function scrubSheet(css: string, styles: Styles): string {
  return once(styles, `{${css}`, () => {
    const walk = walkOf(tokensOf(css), styles);
    while (walk.at < walk.tokens.length) rules(walk, false);
    return walk.out.join("");
  });
}

/** What a style attribute holds. */
export function scrubDeclarations(css: string, styles: Styles): string {
  return once(styles, `;${css}`, () => {
    const walk = walkOf(tokensOf(css), styles);
    while (walk.at < walk.tokens.length) {
      if (skipSpace(walk)) continue;
      if (isSign(walk, ";")) put(walk, ";", 1);
      else if (isSign(walk, "}")) put(walk, "/**/", 1);
      else if (!declaration(walk)) skipBlock(walk);
    }
    return walk.out.join("");
  });
}

/** The value of one property, or of an attribute, `@` before its name, that is written as one. */
export function scrubValue(property: string, css: string, styles: Styles): string {
  return once(styles, `${property}:${css}`, () => {
    const walk = walkOf(tokensOf(css), styles);
    if (property === "@media") prelude(walk, "media");
    else value(walk, property);
    return walk.out.join("");
  });
}

/** What stands for a property's name; undefined where the browser knows none of this name. */
export function scrubProperty(name: string, { facts, names }: Styles): string | undefined {
  if (name.startsWith("--")) return names.property(name);
  return /^-?[a-z][a-z\d-]*$/i.test(name) && facts.property(name.toLowerCase()) ? name : undefined;
}

/** Rules up to the end of their block; nested ones may be declarations too. */
function rules(walk: Walk, isNested: boolean): void {
  while (walk.at < walk.tokens.length) {
    const token = walk.tokens[walk.at];
    if (skipSpace(walk)) continue;
    if (isNested && isSign(walk, "}")) return;
    if (token?.kind === "at") atRule(walk, token.said.toLowerCase());
    else if (isSign(walk, ";") || isSign(walk, "}")) put(walk, isNested ? ";" : "/**/", 1);
    else if (isNested && declaration(walk)) continue;
    else styleRule(walk, isNested);
  }
}

/** Writes `{`, what is inside, and `}`, even where the sheet ends before it. */
function block(walk: Walk, inside: (walk: Walk) => void): void {
  put(walk, "{", 1);
  inside(walk);
  put(walk, "}", 1);
}

const nested = (walk: Walk): void => rules(walk, true);

/** Writes what stands before a block and the block; leaves both out where there is no block. */
function styleRule(walk: Walk, isNested: boolean): void {
  const start = walk.out.length;
  selector(walk, isNested ? "{;}" : "{");
  if (isSign(walk, "{")) return block(walk, nested);
  walk.out.length = start;
  if (isNested && !isSign(walk, "}")) walk.at += 1;
}

/** Keyframes: what stands before each block is a place in time. */
function frames(walk: Walk): void {
  while (walk.at < walk.tokens.length && !isSign(walk, "}")) {
    const start = walk.out.length;
    prelude(walk, "keyframes");
    if (isSign(walk, "{")) block(walk, nested);
    else {
      walk.out.length = start;
      if (!isSign(walk, "}")) walk.at += 1;
    }
  }
}

function atRule(walk: Walk, name: string): void {
  const start = walk.out.length;
  walk.at += 1;
  if (!AT_RULES.has(name)) return leaveOut(walk, start, name !== "charset");
  const isKeyframes = name.endsWith("keyframes");
  if (name === "supports") {
    if (!holds(walk)) return leaveOut(walk, start, true);
    put(walk, "@media all", 0);
  } else {
    put(walk, `@${name}`, 0);
    prelude(walk, isKeyframes ? "names" : name);
  }
  if (isSign(walk, "{")) block(walk, isKeyframes ? frames : nested);
  else if (name === "layer" && isSign(walk, ";")) put(walk, ";", 1);
  else leaveOut(walk, start, false);
}

function leaveOut(walk: Walk, start: number, isRule: boolean): void {
  walk.out.length = start;
  skipBlock(walk);
  if (isRule) put(walk, NO_RULE, 0);
}

/** Goes past the condition of an `@supports`, and says whether it holds. */
function holds(walk: Walk): boolean {
  let condition = "";
  for (; walk.at < walk.tokens.length && !["{", ";", "}"].some((sign) => isSign(walk, sign)); walk.at += 1) {
    const token = walk.tokens[walk.at];
    condition += token?.kind === "comment" ? " " : (token?.text ?? "");
  }
  return isSign(walk, "{") && walk.styles.facts.holds(condition.trim());
}

/** True where what comes next is a declaration: it is written, or left out where the browser knows no such property. */
function declaration(walk: Walk): boolean {
  const start = walk.at;
  const name = walk.tokens[start];
  const colon = colonAfter(walk, start);
  const isCustom = name?.said.startsWith("--") ?? false;
  if (name?.kind !== "word" || colon === undefined || (!isCustom && opensBlock(walk, colon))) return false;
  const mark = walk.out.length;
  const known = scrubProperty(name.said, walk.styles);
  put(walk, known ?? "", 1);
  while (walk.at < colon) skipSpace(walk);
  put(walk, ":", 1);
  value(walk, name.said.toLowerCase());
  if (known === undefined) walk.out.length = mark;
  return true;
}

/** Where the colon is that follows the name at `start`, if one does. */
function colonAfter({ tokens }: Walk, start: number): number | undefined {
  for (let at = start + 1; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.text === ":") return at;
    if (token?.kind !== "space" && token?.kind !== "comment") return undefined;
  }
  return undefined;
}

/** Whether a block opens before what begins at `start` ends: then it is a rule. */
function opensBlock({ tokens }: Walk, start: number): boolean {
  let depth = 0;
  for (let at = start; at < tokens.length; at += 1) {
    const { kind, text } = tokens[at] ?? { kind: "space", text: "" };
    if (kind === "function") depth += 1;
    if (kind !== "sign") continue;
    if (text === "(" || text === "[") depth += 1;
    else if (text === ")" || text === "]") depth -= 1;
    else if (depth <= 0 && (text === ";" || text === "}")) return false;
    else if (text === "{") return true;
  }
  return false;
}
