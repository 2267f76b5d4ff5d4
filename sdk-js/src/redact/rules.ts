import { scrubCss } from "./css";
import { maskText, maskValue } from "./masks";

/** What the redactor must know that the event does not say, and where it counts. */
export interface Context {
  /** The declared routes of the policy. */
  routes: readonly string[];
  /** Whether the node of this id is an S1 field. */
  secret(id: number): boolean;
  /** Told of every string that is let out, and by which rule, where somebody wants to see. */
  tell?(rule: string, text: string): void;
  counts: {
    /** Strings that are kept and came out different. */
    masked: number;
    /** Events that were left out. */
    dropped: number;
  };
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

/** A string that comes out as `mask` makes it, counted if that changed it. */
export function string(mask: (text: string, context: Context) => string): Rule {
  return (value, context) => {
    if (typeof value !== "string") return undefined;
    const after = mask(value, context);
    if (after !== value) context.counts.masked += 1;
    return after;
  };
}

export const text = string(maskText);
export const value = string(maskValue);
export const css = string(scrubCss);

export function oneOf(...words: readonly unknown[]): Rule {
  return (given) => (words.includes(given) ? given : undefined);
}

/** An array, without the entries of which nothing may be kept. */
export function list(rule: Rule): Rule {
  return (entries, context) => {
    if (!Array.isArray(entries)) return undefined;
    return entries.map((entry) => rule(entry, context)).filter((entry) => entry !== undefined);
  };
}

/** An object of these fields and no others; nothing if it lacks a required one. */
export function shape(fields: Readonly<Record<string, Rule>>, required: readonly string[] = []): Rule {
  const rules = Object.entries(fields);
  return (given, context) => {
    if (!isObject(given)) return undefined;
    const before = context.counts.masked;
    const out: Record<string, unknown> = {};
    for (const [name, rule] of rules) {
      const kept = given[name] === undefined ? undefined : rule(given[name], context);
      if (kept !== undefined) out[name] = kept;
    }
    if (required.every((name) => name in out)) return out;
    // What is left out as a whole was not masked.
    context.counts.masked = before;
    return undefined;
  };
}

/** An index into a style sheet: one number, or a path of them. */
export const index: Rule = (given) => {
  if (isNumber(given)) return given;
  return Array.isArray(given) && given.every(isNumber) ? given : undefined;
};
