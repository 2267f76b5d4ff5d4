import type { Proof } from "./types";

/** Where the visitor's consent to one purpose stands. Each page begins with `unknown`. Their initials differ. */
export const STATES = ["unknown", "granted", "refused", "withdrawn", "expired", "changed"] as const;
export type Consent = (typeof STATES)[number];

/**
 * What moves it: an act that gives, refuses or withdraws it, here or in another tab; that it is older than six months;
 * that its text is no longer accepted; that the browser signals Global Privacy Control. Their initials differ, too.
 */
export type ConsentEvent = "given" | "refused" | "withdrawn" | "old" | "changed" | "signal";

/** The initial of where each state goes, in the order of the states and, within each, of the events. */
export const TABLE = "grwecrgwwecggrwrrrgwwwwwgrwecrgrwccr";

export function next(state: Consent, event: ConsentEvent): Consent {
  const initial = TABLE[6 * STATES.indexOf(state) + "grwocs".indexOf(event[0]!)];
  return STATES.find(([first]) => first === initial)!;
}

/** The facts of a decision, as a grant request carries them. */
export interface Facts {
  text_version: string;
  mechanism: string;
  at: string;
}

/** What a page is called that names no mechanism. */
export const UNNAMED = "page";
/** How long the name of a mechanism may be. */
export const MECHANISM_LENGTH = 64;
const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
/** A consent holds for six months. */
export const CONSENT_DAYS = 182;

/** Whether it is longer ago; what cannot be read is. */
export function isOlder(at: string, days: number): boolean {
  return !(Date.now() - Date.parse(at) < days * DAY_MS);
}

/** The day, of which the terminal keeps no more. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Says how and when the visitor decided. The hour is enough, and it forgives a clock that is fast. */
export function factsOf(proof: Proof, now: number): Facts {
  const at = proof.at ? Date.parse(proof.at) : now;
  return {
    text_version: String(proof.textVersion ?? ""),
    mechanism: [...String(proof.mechanism || UNNAMED)].slice(0, MECHANISM_LENGTH).join(""),
    at: new Date(at - (at % HOUR_MS)).toISOString().replace(".000", ""),
  };
}
