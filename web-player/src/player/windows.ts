/** Planning which pieces of a recording to have. Pure: nothing is fetched here. Positions are milliseconds. */
import type { Piece, Timeline } from "../api/recording";

/** A window grows to about this, then a fresh one is opened, so that the tab's memory stays bounded. */
const WINDOW_BYTES = 16 * 1024 * 1024;
const FETCH_BYTES = 4 * 1024 * 1024;
const AHEAD_MS = 15_000;

/** Some pieces in a row, by their places in the timeline's list. */
export interface Run {
  first: number;
  last: number;
}

/** What the replayed document holds. */
export interface Window extends Run {
  id: number;
  fromMs: number;
  toMs: number;
  bytes: number;
}

export type Outline = Pick<Timeline, "state" | "start_ms" | "length_ms" | "pieces">;

/** The pieces that a position needs: from the last snapshot before it, or the first of all, to itself. */
export function runFor(pieces: readonly Piece[], ms: number): Run {
  const shown = Math.max(ms, firstSnapshot(pieces));
  const first = pieces.findLastIndex(({ snapshot_ms }) => snapshot_ms !== undefined && snapshot_ms <= shown);
  return { first: Math.max(0, first), last: Math.max(0, first, lastBegun(pieces, shown)) };
}

/** The window that some pieces make. */
export function windowOf({ pieces, length_ms }: Outline, run: Run, id: number): Window {
  const snapshot = pieces[run.first]?.snapshot_ms ?? 0;
  return {
    ...run,
    id,
    fromMs: snapshot <= firstSnapshot(pieces) ? 0 : snapshot,
    toMs: pieces[run.last + 1]?.from_ms ?? length_ms,
    bytes: bytesOf(pieces, run),
  };
}

/** The window after pieces in a row with it have been appended. */
export function grow(outline: Outline, window: Window, { last }: Run): Window {
  const { toMs, bytes } = windowOf(outline, { first: window.first, last }, window.id);
  return { ...window, last, toMs, bytes };
}

export function isLast({ pieces }: Outline, { last }: Run): boolean {
  return last >= pieces.length - 1;
}

/** Whether a position can be shown without fetching anything. */
export function covers(outline: Outline, window: Window, ms: number): boolean {
  return window.fromMs <= ms && (ms < window.toMs || isLast(outline, window));
}

export interface Step extends Run {
  /** Whether they begin a fresh window, for when the playing comes to it. */
  fresh: boolean;
}

/**
 * What to fetch next while playing at `ms`: at least one piece ahead. A window that has grown large ends
 * before the next piece with a snapshot; where none comes it grows on, since nothing may be left out.
 */
export function stepAhead({ pieces }: Outline, window: Window, ms: number, speed: number): Step | undefined {
  const here = lastBegun(pieces, ms);
  const wanted = Math.min(Math.max(here + 1, lastBegun(pieces, ms + AHEAD_MS * speed)), pieces.length - 1);
  const first = window.last + 1;
  if (wanted < first) return undefined;
  const endsBefore = (place: number, bytes: number) =>
    window.bytes + bytes + (pieces[place]?.bytes ?? 0) > WINDOW_BYTES && pieces[place]?.snapshot_ms !== undefined;
  const fresh = endsBefore(first, 0);
  let last = first;
  let bytes = pieces[first]?.bytes ?? 0;
  while (last < wanted && bytes + (pieces[last + 1]?.bytes ?? 0) <= FETCH_BYTES) {
    if (!fresh && endsBefore(last + 1, bytes)) break;
    last += 1;
    bytes += pieces[last]?.bytes ?? 0;
  }
  return { first, last, fresh };
}

/** Whether a timeline that was read again only has more at its end, so that what is loaded can stay. */
export function continues(after: Outline, before: Outline): boolean {
  const same = (piece: Piece, place: number) => {
    const now = after.pieces[place];
    return now?.number === piece.number && now.from_ms === piece.from_ms && now.bytes === piece.bytes;
  };
  return after.state === before.state && after.start_ms === before.start_ms && before.pieces.every(same);
}

function firstSnapshot(pieces: readonly Piece[]): number {
  return pieces.find(({ snapshot_ms }) => snapshot_ms !== undefined)?.snapshot_ms ?? 0;
}

function lastBegun(pieces: readonly Piece[], ms: number): number {
  return Math.max(0, pieces.findLastIndex(({ from_ms }) => from_ms <= ms));
}

function bytesOf(pieces: readonly Piece[], { first, last }: Run): number {
  return pieces.slice(first, last + 1).reduce((sum, { bytes }) => sum + bytes, 0);
}
