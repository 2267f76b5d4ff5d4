import { isApiProblem } from "../api/http";
import type { PieceRange } from "../api/recording";
import type { Command, Report } from "./messages";
import type { Change } from "./state";
import { continues, covers, grow, isLast, runFor, stepAhead, windowOf } from "./windows";
import type { Outline, Run, Step, Window } from "./windows";

/** A slider that is dragged asks for many positions: only where it rests is fetched. */
const REST_MS = 120;
/** How long the document may take to draw a window before one is told that the page is heavy. */
const DRAWING_MS = 10_000;
/** A recording is settled once; being told so again and again is a fault of the server. */
const MAX_CHANGES = 3;

export interface Surroundings {
  fetchPieces(range: PieceRange, signal: AbortSignal): Promise<ArrayBuffer>;
  send(command: Command): void;
  change(change: Change): void;
  /** Reads the timeline again: the pieces have been numbered anew. */
  readTimeline(): Promise<Outline>;
  /** The word on a blocked element. */
  blocked(): string;
}

export type Feed = ReturnType<typeof createFeed>;

/**
 * Sees to it that the replayed document has the events it needs, and no more: a window around the
 * position that is shown, fetched piece by piece. The latest wish wins; what it does not need is aborted.
 */
export function createFeed(outline: Outline, around: Surroundings) {
  let timeline = outline;
  let window: Window | undefined;
  /** A fresh window that the document keeps for when the playing comes to it. */
  let coming: Window | undefined;
  /** A window that was sent in place of the one that is seen, until the document has drawn it. */
  let opening: Window | undefined;
  /** Windows that were sent and are not wanted any more: the document may be showing one of them by now. */
  let left: Window[] = [];
  /** The pieces that are wanted in place of the window that is seen. */
  let reopening: Run | undefined;
  /** First pieces of windows that the document refused: they are appended instead. */
  const refused = new Set<number>();
  let ids = 0;
  /** Aborts what is being fetched. */
  let fetching: AbortController | undefined;
  let again: (() => void) | undefined;
  let changes = 0;
  let wanted = 0;
  /** Where the window that is seen stood last. */
  let stood = 0;
  let speed = 1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // One seek at a time: while the document is still at it, only the latest wish is kept.
  let wished: number | undefined;
  let sent: number | undefined;

  function stopFetching(): void {
    fetching?.abort();
    fetching = undefined;
    again = undefined;
    clearTimeout(timer);
  }

  /** Fetches some pieces, unless something else is wanted meanwhile. */
  async function fetchRun(run: Run, use: (events: ArrayBuffer) => void): Promise<void> {
    const controller = new AbortController();
    fetching = controller;
    const number = (place: number) => timeline.pieces[place]?.number ?? 0;
    const range = { state: timeline.state, first: number(run.first), last: number(run.last) };
    try {
      const events = await around.fetchPieces(range, controller.signal);
      if (fetching !== controller) return;
      fetching = undefined;
      changes = 0;
      around.change({ kind: "fetched" });
      use(events);
    } catch (error) {
      if (fetching !== controller) return;
      fetching = undefined;
      fail(error, () => void fetchRun(run, use));
    }
  }

  function fail(error: unknown, retry: () => void): void {
    const changed = isApiProblem(error) && error.status === 409 && changes < MAX_CHANGES;
    if (changed) return void readAgain(retry);
    again = retry;
    around.change({ kind: "fetch-failed", error });
  }

  async function readAgain(retry: () => void): Promise<void> {
    changes += 1;
    const controller = new AbortController();
    fetching = controller;
    try {
      const read = await around.readTimeline();
      if (fetching !== controller) return;
      fetching = undefined;
      if (!continues(read, timeline)) return update(read);
      timeline = read;
      retry();
    } catch (error) {
      if (fetching !== controller) return;
      fetching = undefined;
      fail(error, () => void readAgain(retry));
    }
  }

  /** Shows a position that needs another window. */
  function openAt(ms: number): void {
    stopFetching();
    left.push(...[coming, opening].filter((one) => one !== undefined));
    coming = opening = undefined;
    sent = wished = undefined;
    if (timeline.pieces.length === 0) return around.change({ kind: "refused", window: 0, why: "too-few-events" });
    around.send({ kind: "hold" });
    around.change({ kind: "fetching" });
    const run = runFor(timeline.pieces, ms);
    reopening = run;
    const open = (events: ArrayBuffer) => {
      opening = windowOf(timeline, run, (ids += 1));
      sendOpening(opening, events, wanted, false);
      timer = setTimeout(() => around.change({ kind: "slow" }), DRAWING_MS);
    };
    timer = setTimeout(() => void fetchRun(run, open), window === undefined ? 0 : REST_MS);
  }

  function sendOpening({ id, toMs, ...run }: Window, events: ArrayBuffer, atMs: number, inTurn: boolean): void {
    const last = isLast(timeline, run);
    const blocked = around.blocked();
    around.send({ kind: "open", window: id, startMs: timeline.start_ms, atMs, inTurn, blocked, events, toMs, last });
  }

  function append(to: Window, run: Run, events: ArrayBuffer): Window {
    const grown = grow(timeline, to, run);
    around.send({ kind: "append", window: to.id, events, toMs: grown.toMs, last: isLast(timeline, grown) });
    return grown;
  }

  /** Fetches what the playing at `ms` will need soon. */
  function lookAhead(ms: number): void {
    const newest = coming ?? window;
    if (newest === undefined || reopening !== undefined || fetching !== undefined || again !== undefined) return;
    const step = stepAhead(timeline, newest, ms, speed);
    const fresh = step?.fresh === true && !refused.has(step.first);
    if (step === undefined || (fresh && coming !== undefined)) return;
    void fetchRun(step, (events) => {
      if (fresh) prepareFresh(step, events);
      else if (coming !== undefined) coming = append(coming, step, events);
      else if (window !== undefined) window = append(window, step, events);
      lookAhead(wanted);
    });
  }

  /** Hands a fresh window over. What stands before its snapshot still belongs to the one that is playing. */
  function prepareFresh(step: Step, events: ArrayBuffer): void {
    const piece = timeline.pieces[step.first];
    if (window === undefined || piece?.snapshot_ms === undefined) return;
    if (piece.snapshot_ms > piece.from_ms) window = append(window, step, events.slice(0));
    coming = windowOf(timeline, step, (ids += 1));
    sendOpening(coming, events, piece.snapshot_ms, true);
  }

  function sendSeek(): void {
    if (sent !== undefined || wished === undefined || window === undefined) return;
    sent = wished;
    wished = undefined;
    around.send({ kind: "seek", window: window.id, ms: sent });
  }

  /** Whether the pieces being fetched are those that `ms` needs. */
  function isOnItsWay(ms: number): boolean {
    const run = runFor(timeline.pieces, ms);
    const coming = reopening?.first === run.first && reopening.last === run.last;
    return coming && opening === undefined && again === undefined;
  }

  function seek(ms: number): void {
    wanted = ms;
    around.change({ kind: "seek", ms });
    const shown = opening ?? window;
    if (shown === undefined || !covers(timeline, shown, ms)) {
      if (!isOnItsWay(ms)) openAt(ms);
      return;
    }
    if (reopening !== undefined && opening === undefined) {
      stopFetching();
      reopening = undefined;
    }
    again = undefined;
    around.change({ kind: "fetched" });
    wished = ms;
    if (opening === undefined) sendSeek();
  }

  /** Takes notice of what the document says. */
  function receive(report: Report): void {
    if (report.kind === "shown") settle(report.window);
    if (report.kind === "refused") refuse(report.window);
    if (report.kind === "starved") lookAhead(wanted);
    if (report.kind !== "time" || reopening !== undefined) return;
    stood = report.ms;
    if (report.ms === sent) {
      sent = undefined;
      sendSeek();
    }
    if (sent !== undefined) return;
    wanted = report.ms;
    if (report.playing) lookAhead(report.ms);
  }

  function settle(id: number): void {
    const shown = [opening, coming, ...left].find((one) => one?.id === id);
    if (shown === undefined) return;
    const unwanted = left.includes(shown);
    left = left.filter((one) => one.id > id);
    window = shown;
    if (shown === opening) {
      clearTimeout(timer);
      opening = undefined;
      reopening = undefined;
    } else if (shown === coming) coming = undefined;
    if (reopening !== undefined) return;
    // A seek that was meant for the window before has not been obeyed.
    const wish = wished ?? sent ?? (unwanted ? wanted : undefined);
    sent = wished = undefined;
    if (wish !== undefined) seek(wish);
  }

  /** A window that cannot be shown leaves the one that is seen where it stood. */
  function refuse(id: number): void {
    if (coming?.id === id) {
      refused.add(coming.first);
      coming = undefined;
    }
    if (opening?.id !== id) return;
    clearTimeout(timer);
    opening = undefined;
    reopening = undefined;
    if (window === undefined) return;
    around.send({ kind: "pause" });
    seek(stood);
  }

  /** Goes on with a timeline that was read again, at the same position. */
  function update(read: Outline): void {
    const same = continues(read, timeline);
    timeline = read;
    if (same && (window ?? reopening) !== undefined) return lookAhead(wanted);
    stopFetching();
    window = opening = coming = reopening = undefined;
    left = [];
    refused.clear();
    seek(Math.min(wanted, read.length_ms));
  }

  return {
    seek,
    receive,
    update,
    setSpeed(factor: number) {
      speed = factor;
    },
    /** Fetches once more what did not arrive. */
    retry() {
      const run = again;
      again = undefined;
      around.change({ kind: "fetched" });
      run?.();
    },
    close: stopFetching,
  };
}
