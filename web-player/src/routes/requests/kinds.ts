/** Which letters may be true of a request. Pure; the server has the last word. */

import type { LetterKind } from "../../api/requests";

interface Standing {
  /** How many recordings there are, decided upon or not. */
  there: number;
  /** Whether one of those that are shown is restricted. */
  restricted: boolean;
  /** How many were erased upon this request. */
  erased: number;
}

/** The letters to choose from, the likeliest first. */
export function kindsOf({ there, restricted, erased }: Standing): LetterKind[] {
  const kinds: LetterKind[] = erased > 0 ? ["erasure"] : [];
  if (there === 0) return [...kinds, "nothing_found"];
  return [...kinds, ...(restricted ? (["restriction"] as const) : []), "access", "rectification"];
}
