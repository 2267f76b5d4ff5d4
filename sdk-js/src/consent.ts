import { PURPOSES, type Choices, type Proof, type Purpose } from "./types";

/** The facts of a decision, as a grant request carries them. */
export interface Facts {
  text_version: string;
  mechanism: string;
  at: string;
}

const MECHANISM_LENGTH = 64;
const HOUR_MS = 3_600_000;

/** Says how and when the visitor decided. The hour is enough, and it forgives a clock that is fast. */
export function factsOf(proof: Proof | undefined, now: number): Facts {
  return {
    text_version: String(proof?.textVersion ?? ""),
    mechanism: [...String(proof?.mechanism ?? "")].slice(0, MECHANISM_LENGTH).join(""),
    at: new Date(now - (now % HOUR_MS)).toISOString().replace(".000", ""),
  };
}

/** Those purposes for which the choice is exactly this; whatever is not a boolean is no choice. */
export function chosen(choices: Choices | undefined, choice: boolean): Purpose[] {
  return PURPOSES.filter((purpose) => choices?.[purpose] === choice);
}

/** The purposes that a page named, or all of them. */
export function named(purposes: readonly Purpose[] | Purpose | undefined): readonly Purpose[] {
  return purposes ? PURPOSES.filter((purpose) => purposes.includes(purpose)) : PURPOSES;
}
