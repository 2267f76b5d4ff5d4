import { FRICTIONS, oneOf } from "../../terms";

/** What is told of a recording in one word: kinds of friction, and of triggers. */
const PLAIN = [...FRICTIONS, "javascript_error", "unhandled_rejection", "failed_request", "support_request"] as const;
/** Triggers that name something of a policy's own. */
const NAMING = ["url", "element", "custom"] as const;

export type Sign = { sign: (typeof PLAIN)[number]; what?: undefined } | { sign: (typeof NAMING)[number]; what: string };
export type Reason = { reason: "drawn" | "trigger" | "imported" } | { reason: "criterion"; sign: (typeof PLAIN)[number] };

/** Reads a trigger as the list names it: `rage_click`, `custom:lost`. */
export function readTrigger(text = ""): Sign | undefined {
  const colon = text.indexOf(":");
  const plain = oneOf(PLAIN, text);
  if (colon < 0) return plain && { sign: plain };
  const sign = oneOf(NAMING, text.slice(0, colon));
  const what = text.slice(colon + 1);
  return sign === undefined || what === "" ? undefined : { sign, what };
}

/** Reads why a recording is kept: `drawn`, `criterion:rage_click`. */
export function readReason(text: string): Reason | undefined {
  const reason = oneOf(["drawn", "trigger", "imported"], text);
  if (reason) return { reason };
  const sign = text.startsWith("criterion:") ? oneOf(PLAIN, text.slice("criterion:".length)) : undefined;
  return sign && { reason: "criterion", sign };
}

/** Those of some reasons that can be read, each once, in an order that does not depend on how they are given. */
export function readReasons(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => readReason(text) !== undefined).sort();
}
