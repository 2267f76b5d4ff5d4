/**
 * The closed lists of `docs/api.md`, which the OpenAPI document leaves as strings.
 * A newer server may know more: what is not in a list is dropped, or shown as unknown.
 */

/** In the order in which they are always shown. */
export const PURPOSES = ["support", "ux", "errors"] as const;
export const ROLES = ["owner", "dpo", "approver", "agent", "analyst", "developer", "auditor", "operator"] as const;
export const STATES = ["open", "settled"] as const;
export const DURATION_BANDS = ["under_1_min", "under_5_min", "under_15_min", "under_30_min", "over_30_min"] as const;
export const DEVICES = ["desktop", "tablet", "mobile", "unknown"] as const;
export const BROWSERS = ["chrome", "edge", "firefox", "safari", "other"] as const;

export type Purpose = (typeof PURPOSES)[number];
export type Role = (typeof ROLES)[number];

/** The term of a list that a text names. */
export function oneOf<Term extends string>(terms: readonly Term[], text: string | undefined): Term | undefined {
  return terms.find((term) => term === text);
}

/** The terms of a list that some texts name, in the list's order. */
export function thoseOf<Term extends string>(terms: readonly Term[], texts: readonly string[]): Term[] {
  return terms.filter((term) => texts.includes(term));
}
