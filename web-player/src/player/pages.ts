import type { Page } from "../api/recording";

/** The place of the page that is shown at a moment: the last one begun, or the first. */
export function pageAt(pages: readonly Page[], ms: number): number {
  return Math.max(0, pages.findLastIndex((page) => page.at_ms <= ms));
}
