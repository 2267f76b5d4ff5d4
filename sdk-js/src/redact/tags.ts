import type { Styles } from "./css";

const KNOWN = 10_000;

/** What is to be known of a tag, asked once. */
export interface Tag {
  /** In lower case. */
  name: string;
  /** What it is called instead, and the rule for that. */
  told: string;
  rule: string;
  isField: boolean;
}

/** What could run is made inert in place, so that later mutations still fit. */
export function tagOf(given: string, styles: Styles): Tag {
  const known = styles.tags.get(given);
  if (known) return known;
  const name = given.toLowerCase();
  const isKnown = /^[a-z][a-z\d]*$/.test(name) && styles.facts.element(name);
  const told = name === "" ? "div" : /(^|:)script$/.test(name) ? "noscript" : isKnown ? given : styles.names.element(name);
  const tag = { name, told, rule: told === given ? "element" : "name", isField: /^(?:input|textarea|select)$/.test(name) };
  if (styles.tags.size > KNOWN) styles.tags.clear();
  styles.tags.set(given, tag);
  return tag;
}
