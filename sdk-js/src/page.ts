import { createFanOut, type FanOut } from "./fanout";
import type { Release } from "./lock";
import type { Capture } from "./recorder";
import type { Page, RawEvent } from "./redact";
import type { Stream } from "./stream";

/** The page's one capture, and the streams that it feeds. */
export interface PageCapture {
  /** Lets a stream begin: all open streams get a full snapshot. */
  join(stream: Stream, release: Release): void;
  /** Takes a stream out; without streams nothing is observed any more. */
  part(stream: Stream): void;
  snapshot(): void;
}

/** The page as the recorder sees it. */
export interface Watched extends Page {
  /** A mutation that tells the names of the elements that these selectors find anew. */
  late(selectors: readonly string[]): RawEvent | undefined;
}

/** What touches the page; tests hand in their own. */
export interface Watch {
  page(): Watched;
  start(take: (event: RawEvent) => void, fail: (reason: string) => void): Capture;
}

const FULL_SNAPSHOT = 2;

export function createPageCapture(watch: Watch): PageCapture {
  const releases = new Map<Stream, Release>();
  let fanOut: FanOut | undefined;
  let page: Watched | undefined;
  let capture: Capture | undefined;
  let fresh: string[] = [];
  let due: ReturnType<typeof setTimeout> | undefined;

  /** Elements carry the names that sheets use: when a sheet brings new ones, they are told after it. */
  function tellNames(): void {
    due = undefined;
    const event = capture && page?.late(fresh);
    fresh = [];
    if (event) fanOut?.take(event);
  }

  function take(event: RawEvent): void {
    fanOut?.take(event);
    const found = page?.styles.names.fresh() ?? [];
    // A full snapshot has read all sheets before it tells the first element.
    fresh = event.type === FULL_SNAPSHOT ? [] : [...fresh, ...found];
    if (fresh.length > 0) due ??= setTimeout(tellNames);
  }

  return {
    join(stream, release) {
      releases.set(stream, release);
      if (stream.entry.reason) return;
      page ??= watch.page();
      fanOut ??= createFanOut(page);
      fanOut.add(stream);
      if (capture) return capture.snapshot();
      try {
        capture = watch.start(take, fanOut.fail);
      } catch {
        stream.finish("recorder-failed");
      }
    },
    part(stream) {
      fanOut?.remove(stream);
      releases.get(stream)?.();
      releases.delete(stream);
      if (fanOut && fanOut.size() > 0) return;
      capture?.stop();
      capture = undefined;
    },
    snapshot: () => capture?.snapshot(),
  };
}
