/** The geometry of the timeline. Pure; lengths are shares of the whole, heights of 100. */
import type { Page } from "../api/recording";

export interface Segment {
  place: number;
  from: number;
  to: number;
}

/** Where on the whole a moment lies, from 0 to 1. */
export function shareOf(ms: number, totalMs: number): number {
  return totalMs > 0 ? Math.min(Math.max(ms / totalMs, 0), 1) : 0;
}

/** The pages side by side. Before the first one begins there is nothing to see: it reaches back to the start. */
export function segmentsOf(pages: readonly Page[], totalMs: number): Segment[] {
  const starts = pages.map(({ at_ms }, place) => (place === 0 ? 0 : shareOf(at_ms, totalMs)));
  return starts.map((from, place) => ({ place, from, to: starts[place + 1] ?? 1 }));
}

/** One bar for each part in which something happened, as the path of an area that is 1 wide for each part. */
export function barsPath(activity: readonly number[]): string {
  return activity
    .map((level, at) => (level > 0 ? `M${at + 0.15} 100v${-Math.max(8, Math.min(level, 100))}h0.7V100z` : ""))
    .join("");
}

/** How much of a recording is quiet, from 0 to 1. */
export function quietShare(activity: readonly number[]): number {
  return activity.length === 0 ? 0 : activity.filter((level) => level === 0).length / activity.length;
}
