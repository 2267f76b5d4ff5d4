import { read, shelfOf, write } from "./store";
import type { Choices, Purpose } from "./types";

/** What may lie in the publisher's origin, by the name that its key has. */
export interface Local {
  /** What our own banner was told. */
  choice: { choices: Choices; textVersion: string; on: string; signal?: boolean };
  /** Withdrawals that the server does not know yet: receipt and day. */
  pending: [receipt: string, day: string][];
  /** What the last proof said; without a day the server does not know it yet. Since when what a platform remembers counts. */
  proof: { purposes: Choices; textVersion: string; on: string; since?: Partial<Record<Purpose, string>> };
  /** This browser's recordings, and the hour in which each was opened. */
  receipts: [purpose: Purpose, receipt: string, hour: string][];
}

export const keyOf = (name: keyof Local, site: string): string => `revoir:${name}:${site}`;

/** Reads one of them. */
export function readLocal<N extends keyof Local>(name: N, site: string): Local[N] | undefined {
  return read(shelfOf("localStorage"), keyOf(name, site)) as Local[N] | undefined;
}

/** Writes one of them, or takes it away; where storage is refused, nothing is kept. */
export function writeLocal<N extends keyof Local>(name: N, site: string, value?: Local[N]): void {
  write(shelfOf("localStorage"), keyOf(name, site), value);
}
