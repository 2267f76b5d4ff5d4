import { describe, expect, it } from "vitest";
import type { Piece } from "../api/recording";
import { continues, covers, grow, runFor, stepAhead, windowOf } from "./windows";
import type { Outline } from "./windows";

const MB = 1024 * 1024;

/** Pieces of ten seconds and 4 MB each; those at `snapshots` begin with one. */
function outline(count: number, snapshots: readonly number[], bytes = 4 * MB): Outline {
  const pieces = Array.from({ length: count }, (_, number): Piece => {
    const from_ms = number * 10_000;
    return { number, from_ms, to_ms: from_ms + 9_900, bytes, ...(snapshots.includes(number) && { snapshot_ms: from_ms }) };
  });
  return { state: "settled", start_ms: 1_000_000, length_ms: count * 10_000, pieces };
}

describe("the pieces that a position needs", () => {
  const { pieces } = outline(6, [0, 3]);

  it("begin at the last snapshot before it and end with the piece it lies in", () => {
    expect(runFor(pieces, 25_000)).toEqual({ first: 0, last: 2 });
    expect(runFor(pieces, 30_000)).toEqual({ first: 3, last: 3 });
    expect(runFor(pieces, 59_999)).toEqual({ first: 3, last: 5 });
  });

  it("reach to the first snapshot where there is none before", () => {
    expect(runFor(outline(4, [2]).pieces, 5_000)).toEqual({ first: 2, last: 2 });
  });

  it("begin at the first of all where there is no snapshot at all", () => {
    expect(runFor(outline(4, []).pieces, 25_000)).toEqual({ first: 0, last: 2 });
    expect(runFor([], 0)).toEqual({ first: 0, last: 0 });
  });

  it("begin with a snapshot that stands in the middle of its piece only from there on", () => {
    const late = outline(3, [0]).pieces.map((piece) => (piece.number === 1 ? { ...piece, snapshot_ms: 14_000 } : piece));
    expect(runFor(late, 13_999)).toEqual({ first: 0, last: 1 });
    expect(runFor(late, 14_000)).toEqual({ first: 1, last: 1 });
  });
});

describe("a window", () => {
  const whole = outline(6, [0, 3]);

  it("covers what lies between its snapshot and the next piece", () => {
    const window = windowOf(whole, { first: 3, last: 4 }, 1);
    expect([29_999, 30_000, 49_999, 50_000].map((ms) => covers(whole, window, ms))).toEqual([false, true, true, false]);
  });

  it("covers the very start although the first snapshot comes later, and the very end", () => {
    const late = outline(4, [1]);
    const window = windowOf(late, { first: 1, last: 3 }, 1);
    expect(covers(late, window, 0)).toBe(true);
    expect(covers(late, window, late.length_ms)).toBe(true);
  });

  it("grows by what is appended", () => {
    const window = grow(whole, windowOf(whole, { first: 0, last: 0 }, 7), { first: 1, last: 2 });
    expect(window).toEqual({ id: 7, first: 0, last: 2, fromMs: 0, toMs: 30_000, bytes: 12 * MB });
  });
});

describe("what to fetch while playing", () => {
  it("is at least one piece ahead, and more when playing fast", () => {
    const small = outline(20, [0], 1_000);
    const window = windowOf(small, { first: 0, last: 0 }, 1);
    expect(stepAhead(small, window, 0, 1)).toEqual({ first: 1, last: 1, fresh: false });
    expect(stepAhead(small, window, 0, 8)).toEqual({ first: 1, last: 12, fresh: false });
    expect(stepAhead(small, { ...window, last: 13 }, 0, 8)).toBeUndefined();
  });

  it("is nothing once the last piece is there", () => {
    const whole = outline(3, [0]);
    expect(stepAhead(whole, windowOf(whole, { first: 0, last: 2 }, 1), 29_000, 8)).toBeUndefined();
  });

  it("is a few megabytes at most in one go", () => {
    const whole = outline(20, [0], 3 * MB);
    expect(stepAhead(whole, windowOf(whole, { first: 0, last: 0 }, 1), 0, 8)).toEqual({ first: 1, last: 1, fresh: false });
  });

  it("is a fresh window at the next snapshot when the one that plays has grown large", () => {
    const whole = outline(8, [0, 4, 6]);
    const window = windowOf(whole, { first: 0, last: 3 }, 1);
    expect(stepAhead(whole, window, 39_000, 1)).toEqual({ first: 4, last: 4, fresh: true });
  });

  it("goes on in a large window where no snapshot comes", () => {
    const whole = outline(8, [0]);
    const window = windowOf(whole, { first: 0, last: 5 }, 1);
    expect(stepAhead(whole, window, 55_000, 1)).toEqual({ first: 6, last: 6, fresh: false });
  });

  it("stops before a piece that will begin a fresh window", () => {
    const whole = outline(30, [0, 17], 1 * MB);
    const window = windowOf(whole, { first: 0, last: 14 }, 1);
    expect(stepAhead(whole, window, 148_000, 8)).toEqual({ first: 15, last: 16, fresh: false });
  });

  it("keeps every window of a long recording near its bound", () => {
    const long = outline(400, Array.from({ length: 400 }, (_, at) => at), 1 * MB);
    let window = windowOf(long, { first: 0, last: 0 }, 0);
    let largest = 0;
    for (let step = stepAhead(long, window, 0, 1); step; step = stepAhead(long, window, window.toMs, 1)) {
      window = step.fresh ? windowOf(long, step, window.id + 1) : grow(long, window, step);
      largest = Math.max(largest, window.bytes);
    }
    expect(window.last).toBe(399);
    expect(largest).toBeLessThanOrEqual(16 * MB);
  });
});

describe("a timeline that is read again", () => {
  const before = outline(3, [0]);

  it("continues one that has only grown", () => {
    expect(continues(outline(5, [0]), before)).toBe(true);
    expect(continues(before, before)).toBe(true);
  });

  it("does not continue one that was settled meanwhile, or has other pieces", () => {
    expect(continues({ ...before, state: "open" }, before)).toBe(false);
    expect(continues(outline(2, [0]), before)).toBe(false);
    expect(continues(outline(3, [0], 5), before)).toBe(false);
  });
});
