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
export type DurationBand = (typeof DURATION_BANDS)[number];
export type Device = (typeof DEVICES)[number];

/** The term of a list that a text names. */
export function oneOf<Term extends string>(terms: readonly Term[], text: string | undefined): Term | undefined {
  return terms.find((term) => term === text);
}

/** The terms of a list that some texts name, in the list's order. */
export function thoseOf<Term extends string>(terms: readonly Term[], texts: readonly string[]): Term[] {
  return terms.filter((term) => texts.includes(term));
}

/** What someone may do besides watching. */
export const MAY = ["manage_members", "manage_sites", "operate", "review", "read_log", "erase_words"] as const;
export type May = (typeof MAY)[number];

/** What a line of a transcript may tell. */
export const LINE_KINDS = [
  "opened",
  "clicked",
  "double_clicked",
  "right_clicked",
  "typed",
  "chose",
  "entered",
  "scrolled",
  "waited",
  "resized",
  "played",
  "paused",
  "ended",
] as const;

/** What a marker of friction or of a failure may tell of. */
export const FRICTIONS = [
  "javascript_error",
  "unhandled_rejection",
  "failed_request",
  "rage_click",
  "dead_click",
  "thrashing",
  "back_and_forth",
  "abandoned_form",
  "long_wait",
] as const;

export type Friction = (typeof FRICTIONS)[number];

/** What a line of a transcript may be about. */
export const WHATS = [
  "link",
  "button",
  "field",
  "password",
  "checkbox",
  "radio",
  "list",
  "file",
  "slider",
  "image",
  "media",
  "heading",
  "text",
  "item",
  "form",
  "blocked",
  "element",
] as const;

/** Why a recording may be deleted. */
export const ERASURE_REASONS = ["visitor_asked", "collected_by_mistake", "no_longer_needed", "other"] as const;
export type ErasureReason = (typeof ERASURE_REASONS)[number];
