import { DAY_MS } from "./consent";
import { readLocal, writeLocal } from "./local";
import type { Policy } from "./types";

/** As long as any recording is kept. */
const LONGEST_MS = 183 * DAY_MS;

/** Keeps the receipt of a recording that begins, and forgets those whose recordings' time is over. */
export function keepReceipts(site: string, policies: Policy[], receipt?: string): void {
  const kept = readLocal("receipts", site) ?? [];
  const lives = ([purpose, , hour]: (typeof kept)[number]): boolean => {
    const life = policies.find((policy) => policy.purpose === purpose)?.retention_ms ?? LONGEST_MS;
    return Date.now() - Date.parse(`${hour}:00Z`) < life;
  };
  const [policy] = policies;
  if (receipt && policy) kept.push([policy.purpose, receipt, new Date().toISOString().slice(0, 13)]);
  if (kept.length > 0) writeLocal("receipts", site, kept.filter(lives));
}
