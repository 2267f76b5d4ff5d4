/** Finding where nothing happens, to skip it. Positions are milliseconds. */
import { INCREMENTAL } from "./events";
import type { RawEvent } from "./events";

/** rrweb's sources of incremental events that a visitor causes: pointer, touch, scroll, window, input, selection, drag. */
const ACTS: readonly unknown[] = [1, 2, 3, 4, 5, 6, 12];

/** What one did stays in view this long before a skip; what comes next is met this long before. */
const REST_MS = 1_000;
const LEAD_MS = 1_000;
const WORTH_MS = 3_000;

/** Whether a visitor's hand is in an event. */
export function isAct({ type, data }: RawEvent): boolean {
  return type === INCREMENTAL && ACTS.includes((data as { source?: unknown }).source);
}

/**
 * Where to go on from `ms` so that an inactivity is skipped; `undefined` where there is none.
 * `acts` are in order; beyond `toMs` nothing is known yet.
 */
export function findJump(acts: readonly number[], ms: number, toMs: number): number | undefined {
  const after = firstAfter(acts, ms);
  const before = acts[after - 1] ?? Number.NEGATIVE_INFINITY;
  const target = (acts[after] ?? toMs) - LEAD_MS;
  return ms - before >= REST_MS && target - ms >= WORTH_MS ? target : undefined;
}

function firstAfter(acts: readonly number[], ms: number): number {
  let low = 0;
  let high = acts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((acts[middle] ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
