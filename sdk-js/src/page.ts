import { createCost } from "./cost";
import { blockedBy, isRecorded } from "./excluded";
import { createFanOut, type FanOut } from "./fanout";
import type { Release } from "./lock";
import { reasonOf } from "./reason";
import type { Capture } from "./recorder";
import type { Page, RawEvent } from "./redact";
import type { Stream } from "./stream";
import type { Sign } from "./types";

/** The page's one capture, and the streams that it feeds. */
export interface PageCapture {
  /** Lets a stream begin: all open streams get a full snapshot. */
  join(stream: Stream, release: Release): void;
  /** Takes a stream out; without streams nothing is observed any more. */
  part(stream: Stream): void;
  /** Why a stream takes nothing for now, if so: the visitor paused, or its policy does not have this page recorded. */
  rests(stream: Stream): string | false;
  /** Observes nothing until it is called off. */
  pause(on: boolean): void;
  snapshot(): void;
  elementOf(id: number): Element | undefined;
}

/** The page as the recorder sees it. */
export interface Watched extends Page {
  /** A mutation that tells the names of the elements that these selectors find anew. */
  late(selectors: readonly string[]): RawEvent | undefined;
  /** Whether an event tells of an input that nobody may know of. */
  isTyped(event: RawEvent): boolean;
}

/** What touches the page; tests hand in their own. */
export interface Watch {
  page(): Watched;
  /** Starts observing all but what these selectors find. */
  start(take: (event: RawEvent) => void, block: readonly string[], fail: (reason: string) => void): Capture;
  path(): string;
  /** Listens for what fails on the page, requests too if they are asked for, until it is stopped. */
  signs(requests: boolean, tell: (sign: Sign) => void): () => void;
  /** A clock in milliseconds that is never set back. */
  now(): number;
  /** Calls soon after the path may have changed, until it is stopped. */
  onPath(look: () => void): () => void;
}

const FULL_SNAPSHOT = 2;
/** Of one kind, so many are told of a page that fails all the time. */
const SIGNS = 100;

/** What nobody waits for: an error in it must not become the page's. */
function alone(act: () => void): () => void {
  return () => {
    try {
      act();
    } catch {
      // The page has changed the language under us; `status()` says so.
    }
  };
}

export function createPageCapture(watch: Watch, tell?: Page["tell"]): PageCapture {
  const releases = new Map<Stream, Release>();
  const cost = createCost(watch.now);
  let seen: { page: Watched; fanOut: FanOut } | undefined;
  let capture: Capture | undefined;
  // The first events come before the capture that they come from.
  let running = false;
  let blocked = "";
  let path = "";
  let paused = false;
  let unwatch: (() => void) | undefined;
  let fresh: string[] = [];
  let due: ReturnType<typeof setTimeout> | undefined;
  let deafen: (() => void) | undefined;
  /** Whether requests are listened for; `undefined` while nothing is. */
  let hears: boolean | undefined;
  const heard: Partial<Record<Sign, number>> = {};

  function see(): NonNullable<typeof seen> {
    if (seen) return seen;
    const page = watch.page();
    if (tell) page.tell = tell;
    return (seen = { page, fanOut: createFanOut(page) });
  }

  function stop(): void {
    running = false;
    capture?.stop();
    deafen?.();
    capture = hears = undefined;
  }

  /** Ends what was fed; a stream that rests here has lost nothing, and goes on elsewhere. */
  function fail(reason: string): void {
    for (const stream of releases.keys()) if (isRecorded(stream.policy, path)) stream.finish(reason);
  }

  /** Elements carry the names that sheets use: when a sheet brings new ones, they are told after it. */
  function tellNames(): void {
    due = undefined;
    const names = fresh;
    fresh = [];
    const event = running ? see().page.late(names) : undefined;
    if (event) see().fanOut.take(event);
  }

  /** Where pages are ruled out, every event is asked where the page is: one that follows a change may be another page's. */
  function take(event: RawEvent): void {
    const { page, fanOut } = see();
    if (unwatch && watch.path() !== path) look();
    if (!running || page.isTyped(event)) return;
    if (!cost.spend(() => fanOut.take(event))) return fail("too-costly");
    const found = page.styles.names.fresh();
    // A full snapshot has read all sheets before it tells the first element.
    fresh = event.type === FULL_SNAPSHOT ? [] : [...fresh, ...found];
    if (fresh.length > 0) due ??= setTimeout(alone(tellNames));
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
      fail(reasonOf(error));
    }
  }

  function tellSign(kind: Sign): void {
    const times = (heard[kind] = (heard[kind] ?? 0) + 1);
    if (times <= SIGNS) take({ type: 5, data: { tag: "revoir.sign", payload: { kind } }, timestamp: Date.now() });
  }

  /** Listens anew only where that changes something. */
  function listen(fed: Stream[]): void {
    const requests = fed.some(({ policy }) => policy.collection.requests);
    if (!running || requests === hears) return;
    deafen?.();
    deafen = watch.signs((hears = requests), tellSign);
  }


  /** Feeds the streams that may have this page, and no others. */
  function look(joined = false): void {
    path = watch.path();
    const open = [...releases.keys()].filter((stream) => !stream.entry.reason);
    const fed = open.filter((stream) => !paused && isRecorded(stream.policy, path));
    const added = fed.map((stream) => see().fanOut.add(stream)).some(Boolean);
    for (const stream of open) if (!fed.includes(stream)) seen?.fanOut.remove(stream);
    if (fed.length === 0) return stop();
    if (joined || added) start(fed);
    listen(fed);
  }

  return {
    join(stream, release) {
      releases.set(stream, release);
      if (stream.entry.reason) return;
      if (!blockedBy(stream.policy)) return stream.finish("selector-not-valid");
      if (stream.policy.pages) unwatch ??= watch.onPath(alone(look));
      look(true);
    },
    part(stream) {
      seen?.fanOut.remove(stream);
      releases.get(stream)?.();
      releases.delete(stream);
      look();
      if (releases.size > 0) return;
      unwatch?.();
      unwatch = undefined;
    },
    rests: (stream) => releases.has(stream) && (paused ? "paused" : !isRecorded(stream.policy, watch.path()) && "page-not-recorded"),
    pause(on) {
      paused = on;
      look();
    },
    snapshot: () => capture?.snapshot(),
    elementOf: (id) => see().page.elementOf(id),
  };
}
