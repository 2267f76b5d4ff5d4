/** What the fields of a policy are called, and which of two policies differ. Pure. */

import type { Policy, PolicyChange } from "../../api/policies";

/** A policy's own fields, and the names that the words know them by. */
const NAMES = {
  purpose: "purpose",
  "necessity.what_for": "whatFor",
  "necessity.less_intrusive": "lessIntrusive",
  legal_basis: "legalBasis",
  nature: "nature",
  collection: "collection",
  "collection.L1": "rate",
  "collection.L1.rate": "rate",
  "collection.L2.history": "history",
  "collection.L2.history.provisional.why_not_on_device": "whyNotOnDevice",
  "collection.L2.history.provisional.delete_within_minutes": "historyDelay",
  "collection.L2.before_s": "before",
  "collection.L2.after_s": "after",
  "collection.L2.triggers": "triggers",
  "collection.L3": "analysis",
  "collection.L3.keep": "keep",
  "collection.L3.delete_within_minutes": "verdictDelay",
  masking: "masking",
  identifiers: "identifiers",
  retention_minutes: "retention",
  until: "until",
  "until.longest_minutes": "longest",
  lifespan_minutes: "lifespan",
  text_version: "textVersion",
  off_first_level: "offFirstLevel",
  keep_after_withdrawal: "keepAfterWithdrawal",
  routes: "routes",
  "pages.record_only": "recordOnly",
  "pages.never_record": "neverRecord",
  block: "block",
  unmask: "unmask",
  publisher_marks: "publisherMarks",
  friction: "friction",
  "friction.rage_clicks": "rageClicks",
  "friction.rage_within_ms": "rageWithin",
  "friction.long_wait_ms": "longWait",
  "friction.dead_click_ms": "deadClick",
  "friction.back_within_ms": "backWithin",
  "friction.thrash_turns": "thrashTurns",
  "friction.thrash_within_ms": "thrashWithin",
  pointer: "pointer",
  export: "export",
  reasons: "reasons",
} as const;

export type FieldName = (typeof NAMES)[keyof typeof NAMES] | "other";

/** Of which field the server speaks, and of which line of a list. */
export function nameField(field: string): { name: FieldName; at: number | undefined } {
  const at = /\[(\d+)\]/.exec(field)?.[1];
  const plain = field.replace(/\[\d+\].*$/, "");
  const known = Object.entries(NAMES)
    .filter(([own]) => plain === own || plain.startsWith(`${own}.`))
    .sort(([one], [other]) => other.length - one.length)
    .at(0);
  return { name: known ? known[1] : "other", at: at === undefined ? undefined : Number(at) };
}

function flatten(value: unknown, at: string): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[at, value]];
  return Object.entries(value).flatMap(([name, part]) => flatten(part, at === "" ? name : `${at}.${name}`));
}

/** The fields in which one policy differs from another, as the server would list them. */
export function differences(before: Policy, after: Policy): PolicyChange[] {
  const [old, fresh] = [new Map(flatten(before, "")), new Map(flatten(after, ""))];
  const names = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return names
    .filter((name) => JSON.stringify(old.get(name)) !== JSON.stringify(fresh.get(name)))
    .map((field) => ({
      field,
      ...(old.get(field) !== undefined && { before: old.get(field) }),
      ...(fresh.get(field) !== undefined && { after: fresh.get(field) }),
    }));
}
