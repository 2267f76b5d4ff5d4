import { scrubSheet, type Styles } from "./css";
import { maskText, maskValue, type Font } from "./masks";

/** What the redactor asks the page. */
export interface Page {
  /** Whether the node of this id is an S1 field, or in one. */
  secret(id: number): boolean;
  /** The page's element of this id; of a text, the element that it stands in. */
  elementOf(id: number): Element | undefined;
  /** What the browser knows, and the names of the page. */
  styles: Styles;
  /** The font of elements of this tag, `body` for most. */
  font(tag: string): Font;
  /** Hears what every rule lets out. */
  tell?(rule: string, text: string): void;
}

/** What the redactor knows, and where it counts. */
export interface Context {
  page: Page;
  /** The declared routes of the policy. */
  routes: readonly string[];
  /** What was told last of texts that change. */
  told: Map<number, string>;
  counts: Counts;
}

export interface Counts {
  /** Strings that are kept and came out different. */
  masked: number;
  /** Events that were left out. */
  dropped: number;
  /** Attributes and fields that were left out of events that were kept. */
  left: number;
  /** Nodes that were left out with all below them, since they stand too deep. */
  cut: number;
}

export function contextOf(page: Page, routes: readonly string[]): Context {
  return { page, routes, told: new Map(), counts: { masked: 0, dropped: 0, left: 0, cut: 0 } };
}

/** Reads one JSON value and says what may be kept of it; undefined is nothing. */
export type Rule = (value: unknown, context: Context) => unknown;

type Fields = Readonly<Record<string, unknown>>;

const LARGEST = 2 ** 53;

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isNumber(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= LARGEST;
}

export const number: Rule = (value) => (isNumber(value) ? value : undefined);

export const boolean: Rule = (value) => (typeof value === "boolean" ? value : undefined);

export function orNull(rule: Rule): Rule {
  return (value, context) => (value === null ? null : rule(value, context));
}

/** Says that `before` is kept as `after`. */
export function kept(rule: string, before: string, after: string, context: Context): string {
  if (after !== before) context.counts.masked += 1;
  context.page.tell?.(rule, after);
  return after;
}

function textIn(tag: string): Rule {
  return string("text mask", (given, { page }) => maskText(given, page.font(tag)));
}

/** A string that comes out as `mask` makes it, counted if that changed it. */
export function string(rule: string, mask: (text: string, context: Context) => string): Rule {
  return (value, context) => (typeof value === "string" ? kept(rule, value, mask(value, context), context) : undefined);
}

export const text = textIn("body");
/** Elements that browsers or most pages write in a font of their own, with all in them. */
export const WITH_FONT: ReadonlyMap<string, Rule> = new Map(
  ["button", "h1", "h2", "h3", "h4", "pre", "code", "kbd", "samp", "tt"].map((tag) => [tag, textIn(tag)]),
);
export const value = string("value mask", maskValue);
export const sheet = string("css", (given, { page }) => scrubSheet(given, page.styles));

export function oneOf(...words: readonly unknown[]): Rule {
  return (given, context) => {
    if (!words.includes(given)) return undefined;
    return typeof given === "string" ? kept("plain word", given, given, context) : given;
  };
}

/** An array, without the entries of which nothing may be kept. */
export function list(rule: Rule): Rule {
  return (entries, context) => {
    if (!Array.isArray(entries)) return undefined;
    const out = [];
    for (const entry of entries) {
      const kept = rule(entry, context);
      if (kept !== undefined) out.push(kept);
    }
    return out;
  };
}

/** An object of these fields and no others; nothing if it lacks a required one. */
export function shape(fields: Readonly<Record<string, Rule>>, required: readonly string[] = []): Rule {
  const rules = new Map(Object.entries(fields));
  return (given, context) => {
    if (!isObject(given)) return undefined;
    const { masked, left } = context.counts;
    const out: Record<string, unknown> = {};
    for (const name in given) {
      const said = given[name];
      if (said === undefined) continue;
      const kept = rules.get(name)?.(said, context);
      if (kept === undefined) context.counts.left += 1;
      else out[name] = kept;
    }
    if (required.every((name) => name in out)) return out;
    // What is left out as a whole was not masked, and is one thing.
    context.counts.masked = masked;
    context.counts.left = left + 1;
    return undefined;
  };
}

/** An index into a style sheet: one number, or a path of them. */
export const index: Rule = (given) => {
  if (isNumber(given)) return given;
  return Array.isArray(given) && given.every(isNumber) ? given : undefined;
};
