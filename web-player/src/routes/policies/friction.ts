/** From when on something is friction, as the server bounds it (docs/markers.md). Pure. */

import type { Policy } from "../../api/policies";
import { readNumber } from "./amounts";

type Friction = NonNullable<Policy["friction"]>;

/** Each with what it is unless said, and its bounds; times are in milliseconds, and typed in seconds. */
export const THRESHOLDS = [
  { name: "rageClicks", field: "rage_clicks", usual: 3, least: 2, most: 20, isTime: false },
  { name: "rageWithin", field: "rage_within_ms", usual: 1_000, least: 200, most: 10_000, isTime: true },
  { name: "longWait", field: "long_wait_ms", usual: 3_000, least: 500, most: 60_000, isTime: true },
  { name: "deadClick", field: "dead_click_ms", usual: 20_000, least: 500, most: 120_000, isTime: true },
  { name: "backWithin", field: "back_within_ms", usual: 5_000, least: 500, most: 60_000, isTime: true },
  { name: "thrashTurns", field: "thrash_turns", usual: 8, least: 3, most: 50, isTime: false },
  { name: "thrashWithin", field: "thrash_within_ms", usual: 2_000, least: 200, most: 10_000, isTime: true },
] as const satisfies readonly { name: string; field: keyof Friction; usual: number; least: number; most: number; isTime: boolean }[];

export type Threshold = (typeof THRESHOLDS)[number];
/** The thresholds as they were typed. */
export type TypedThresholds = Record<Threshold["name"], string>;

/** Milliseconds as seconds, counts as they are. */
export const shown = ({ isTime }: Threshold, value: number) => (isTime ? value / 1_000 : value);

function typed(read: (threshold: Threshold) => number): TypedThresholds {
  return Object.fromEntries(THRESHOLDS.map((each) => [each.name, String(shown(each, read(each)))])) as TypedThresholds;
}

export const USUAL: TypedThresholds = typed(({ usual }) => usual);

export function fromFriction(friction: Policy["friction"]): TypedThresholds {
  return typed(({ field, usual }) => friction?.[field] ?? usual);
}

/** What was typed, in the server's units; absent where it says no number. */
export function readThreshold(threshold: Threshold, form: TypedThresholds): number | undefined {
  const number = readNumber(form[threshold.name]);
  return number === undefined ? undefined : Math.round(threshold.isTime ? number * 1_000 : number);
}

export function toFriction(form: TypedThresholds): Friction {
  return Object.fromEntries(THRESHOLDS.map((each) => [each.field, readThreshold(each, form) ?? 0])) as unknown as Friction;
}

export function isUsual(form: TypedThresholds): boolean {
  return THRESHOLDS.every((each) => readThreshold(each, form) === each.usual);
}

/** The least that it may be: a click is dead no sooner than it lets one wait. */
export function leastOf(threshold: Threshold, form: TypedThresholds): number {
  const wait = THRESHOLDS.find(({ name }) => name === "longWait");
  const waits = threshold.name === "deadClick" && wait ? readThreshold(wait, form) : undefined;
  return Math.max(threshold.least, Math.min(waits ?? threshold.least, threshold.most));
}

/** Whether what was typed lies outside its bounds, or is no whole count. */
export function isOutside(threshold: Threshold, form: TypedThresholds): boolean {
  const value = readThreshold(threshold, form);
  if (value === undefined) return false;
  const typedCount = threshold.isTime || Number.isInteger(readNumber(form[threshold.name]));
  return !typedCount || value < leastOf(threshold, form) || value > threshold.most;
}
