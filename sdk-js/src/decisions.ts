import { CONSENT_DAYS, isOlder, type Facts } from "./consent";
import { readLocal, writeLocal } from "./local";
import type { Choices, Decision } from "./types";

/** Remembers what was agreed to; what the server is to be told of it, if that is news. */
export function decide(site: string, chosen: Choices, { text_version, mechanism }: Facts): Decision | undefined {
  const before = readLocal("proof", site);
  // What this page was not told stands as it did.
  const purposes = { ...before?.purposes, ...chosen };
  const now = { ...before, purposes, textVersion: text_version, on: before?.on ?? "" };
  if (JSON.stringify(before) === JSON.stringify(now) && !isOlder(now.on, CONSENT_DAYS)) return undefined;
  writeLocal("proof", site, { ...now, on: "" });
  return { purposes, text_version, mechanism, act: "given" };
}
