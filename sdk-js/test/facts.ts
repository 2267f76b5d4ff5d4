import type { Page } from "../src/redact";
import { remember, type Facts } from "../src/redact/facts";
import { ANY_FONT } from "../src/redact/masks";
import { createNames } from "../src/redact/names";
import { readVectors } from "./vectors";

export const WORDS = readVectors<Record<string, string[]>>("words.json");
const setOf = (...lists: string[]): Set<string> => new Set(lists.flatMap((name) => WORDS[name] ?? []).map((word) => word.toLowerCase()));

const properties = setOf("properties");
const words = setOf("words");
const pseudos = setOf("pseudos");
const elements = setOf("elements");
/** Properties in which a page may put words of its own. */
const FREE = /^(animation(-name)?|font(-family)?|transition(-property)?|will-change|grid-(area|row|column)(-start|-end)?|container(-name)?|counter-.*|list-style(-type)?|view-transition-name|color-scheme|page|scroll-timeline.*|anchor-name)$/;

/** A browser that knows what the vectors know. */
export const facts: Facts = remember({
  property: (name) => properties.has(name),
  takes: (names, word) => words.has(word) || names.split(" ").some((name) => FREE.test(name) && /^[a-z]/.test(word)),
  unit: (name) => WORDS.units?.includes(name) ?? false,
  query: (feature, value) => words.has(value || feature) || (value === "" && properties.has(feature)),
  pseudo: (selector) => pseudos.has(selector.replace(/^:+|\(.*/g, "")),
  element: (tag) => elements.has(tag),
  holds: (condition) => /display:\s*grid/.test(condition),
});

export function pageOf(more: Partial<Page> = {}): Page {
  return {
    secret: () => false,
    elementOf: () => undefined,
    styles: { facts, names: createNames(), done: new Map(), tags: new Map() },
    font: (tag) => (/^(?:pre|code|kbd|samp|tt)$/.test(tag) ? { letter: 4, space: 4 } : ANY_FONT),
    ...more,
  };
}
