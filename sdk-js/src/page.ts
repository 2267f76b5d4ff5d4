import { blockedBy, isRecorded } from "./excluded";
import { createCost } from "./cost";
import { createFanOut } from "./fanout";
import type { Release } from "./lock";
import { reasonOf } from "./reason";
import type { Capture, Fields } from "./recorder";
import type { Context, RawEvent } from "./redact";
import type { Stream } from "./stream";

/** The page's one capture, and the streams that it feeds. */
export interface PageCapture {
  /** Lets a stream begin: all open streams get a full snapshot. */
  join(stream: Stream, release: Release): void;
  /** Takes a stream out; without streams nothing is observed any more. */
  part(stream: Stream): void;
  /** Whether a stream takes nothing because its policy does not have this page recorded. */
  rests(stream: Stream): boolean;
  snapshot(): void;
}

/** What touches the page; tests hand in their own. */
export interface Watch {
  fields(): Fields;
  /** Starts observing all but what these selectors find. */
  start(take: (event: RawEvent) => void, block: readonly string[], failed: (reason: string) => void): Capture;
  path(): string;
  /** A clock in milliseconds that is never set back. */
  now(): number;
  /** Calls soon after the path may have changed, until it is stopped. */
  onPath(look: () => void): () => void;
}

export function createPageCapture(watch: Watch, tell?: Context["tell"]): PageCapture {
  const fields = watch.fields();
  const fanOut = createFanOut((id) => fields.isSecret(id), tell);
  const releases = new Map<Stream, Release>();
  const cost = createCost(watch.now);
  let capture: Capture | undefined;
  // The first events come before the capture that they come from.
  let running = false;
  let blocked = "";
  let path = "";
  let unwatch: (() => void) | undefined;

  function rests(stream: Stream): boolean {
    return releases.has(stream) && !isRecorded(stream.policy, watch.path());
  }

  function stop(): void {
    running = false;
    capture?.stop();
    capture = undefined;
  }

  function fail(reason: string): void {
    for (const stream of [...releases.keys()]) stream.finish(reason);
  }

  /** Every event is asked where the page is: one that follows a change of path may be another page's. */
  function take(event: RawEvent): void {
    if (watch.path() !== path) look();
    if (!running || fields.isTyped(event)) return;
    if (!cost.spend(() => fanOut.take(event))) fail("too-costly");
  }

  function start(streams: Stream[]): void {
    const selectors = [...new Set(streams.flatMap((stream) => blockedBy(stream.policy) ?? []))];
    if (capture && blocked === selectors.join()) return capture.snapshot();
    stop();
    blocked = selectors.join();
    running = true;
    try {
      capture = watch.start(take, selectors, fail);
    } catch (error) {
      for (const stream of streams) stream.finish(reasonOf(error));
    }
  }

  /** Feeds the streams that may have this page, and no others. */
  function look(joined = false): void {
    path = watch.path();
    const open = [...releases.keys()].filter((stream) => !stream.entry.reason);
    const fed = open.filter((stream) => isRecorded(stream.policy, path));
    const added = fed.map((stream) => fanOut.add(stream)).some(Boolean);
    for (const stream of open) if (!fed.includes(stream)) fanOut.remove(stream);
    if (fed.length === 0) return stop();
    if (joined || added) start(fed);
  }

  return {
    join(stream, release) {
      releases.set(stream, release);
      if (stream.entry.reason) return;
      if (!blockedBy(stream.policy)) return stream.finish("selector-not-valid");
      if (stream.policy.pages) unwatch ??= watch.onPath(look);
      look(true);
    },
    part(stream) {
      fanOut.remove(stream);
      releases.get(stream)?.();
      releases.delete(stream);
      if (fanOut.size() === 0) stop();
      if (releases.size > 0) return;
      unwatch?.();
      unwatch = undefined;
    },
    rests,
    snapshot: () => capture?.snapshot(),
  };
}
