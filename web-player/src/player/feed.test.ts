import { beforeEach, describe, expect, it, vi } from "vitest";
import { problem } from "../api/http";
import type { Piece, PieceRange } from "../api/recording";
import { createFeed } from "./feed";
import type { Command } from "./messages";
import type { Change } from "./state";
import type { Outline } from "./windows";

const MB = 1024 * 1024;

function outline(count: number, bytes = 5 * MB): Outline {
  const pieces = Array.from({ length: count }, (_, number): Piece => {
    const from_ms = number * 10_000;
    return { number: number + 100, from_ms, to_ms: from_ms + 9_000, bytes, snapshot_ms: from_ms };
  });
  return { state: "settled", start_ms: 5_000, length_ms: count * 10_000, pieces };
}

interface Asked {
  range: PieceRange;
  signal: AbortSignal;
  answer: (events: ArrayBuffer) => void;
  refuse: (error: unknown) => void;
}

/** A feed whose answers come when the test says so. */
function setUp(timeline: Outline) {
  const asked: Asked[] = [];
  const sent: Command[] = [];
  const changes: Change[] = [];
  const read: { answer: (timeline: Outline) => void }[] = [];
  const feed = createFeed(timeline, {
    fetchPieces: (range, signal) => new Promise((answer, refuse) => asked.push({ range, signal, answer, refuse })),
    send: (command) => sent.push(command),
    change: (change) => changes.push(change),
    readTimeline: () => new Promise((answer) => read.push({ answer })),
    blocked: () => "blocked",
  });
  const kinds = () => sent.map(({ kind }) => kind);
  const answer = async (at: number) => {
    asked[at]?.answer(new ArrayBuffer(2));
    await vi.advanceTimersByTimeAsync(0);
  };
  /** Opens the recording at a position, as far as being shown. */
  const openAt = async (ms: number) => {
    feed.seek(ms);
    await vi.advanceTimersByTimeAsync(0);
    await answer(0);
    feed.receive({ kind: "shown", window: 1, ms, width: 1, height: 1 });
  };
  return { feed, asked, sent, changes, kinds, answer, openAt, read };
}

beforeEach(() => {
  vi.useFakeTimers();
});

describe("the feed of the replayed document", () => {
  it("opens with the pieces that the first position needs, and no more", async () => {
    const { openAt, asked, sent } = setUp(outline(10));

    await openAt(25_000);

    expect(asked.map(({ range }) => range)).toEqual([{ state: "settled", first: 102, last: 102 }]);
    expect(sent).toMatchObject([
      { kind: "hold" },
      { kind: "open", window: 1, startMs: 5_000, atMs: 25_000, inTurn: false, toMs: 30_000, last: false },
    ]);
  });

  it("seeks without fetching where the window covers the position", async () => {
    const { feed, openAt, asked, sent } = setUp(outline(10));
    await openAt(25_000);

    feed.seek(29_000);

    expect(asked).toHaveLength(1);
    expect(sent.at(-1)).toEqual({ kind: "seek", window: 1, ms: 29_000 });
  });

  it("sends one seek at a time, and then the latest wish only", async () => {
    const { feed, openAt, sent } = setUp(outline(10));
    await openAt(25_000);

    for (const ms of [26_000, 27_000, 28_000]) feed.seek(ms);
    feed.receive({ kind: "time", ms: 26_000, playing: false });

    expect(sent.filter(({ kind }) => kind === "seek")).toEqual([
      { kind: "seek", window: 1, ms: 26_000 },
      { kind: "seek", window: 1, ms: 28_000 },
    ]);
  });

  it("lets the last of quick seeks win, and aborts what the others asked for", async () => {
    const { feed, openAt, asked, sent, answer } = setUp(outline(10));
    await openAt(0);

    feed.seek(45_000);
    await vi.advanceTimersByTimeAsync(200);
    feed.seek(65_000);
    feed.seek(85_000);
    await vi.advanceTimersByTimeAsync(200);
    await answer(1);
    await answer(2);

    expect(asked.map(({ range }) => range.first)).toEqual([100, 104, 108]);
    expect(asked[1]?.signal.aborted).toBe(true);
    expect(sent.filter(({ kind }) => kind === "open").at(-1)).toMatchObject({ atMs: 85_000 });
    expect(sent.filter(({ kind }) => kind === "open")).toHaveLength(2);
  });

  it("appends what comes next while playing, then prepares a fresh window", async () => {
    const { feed, openAt, answer, sent } = setUp(outline(10));
    await openAt(0);

    feed.receive({ kind: "time", ms: 1_000, playing: true });
    await answer(1);
    feed.receive({ kind: "time", ms: 11_000, playing: true });
    await answer(2);
    feed.receive({ kind: "time", ms: 21_000, playing: true });
    await answer(3);

    expect(sent.slice(2)).toMatchObject([
      { kind: "append", window: 1, toMs: 20_000 },
      { kind: "append", window: 1, toMs: 30_000 },
      { kind: "open", window: 2, atMs: 30_000, inTurn: true, toMs: 40_000 },
    ]);
  });

  it("goes on in the fresh window once it is shown", async () => {
    const { feed, openAt, answer, sent } = setUp(outline(10));
    await openAt(0);
    for (const [at, ms] of [1_000, 11_000, 21_000].entries()) {
      feed.receive({ kind: "time", ms, playing: true });
      await answer(at + 1);
    }

    feed.receive({ kind: "shown", window: 2, ms: 30_000, width: 1, height: 1 });
    feed.receive({ kind: "time", ms: 31_000, playing: true });
    await answer(4);

    expect(sent.at(-1)).toMatchObject({ kind: "append", window: 2, toMs: 50_000 });
  });

  it("seeks once more when another window took its turn meanwhile", async () => {
    const { feed, openAt, answer, asked, sent } = setUp(outline(10));
    await openAt(0);
    for (const [at, ms] of [1_000, 11_000, 21_000].entries()) {
      feed.receive({ kind: "time", ms, playing: true });
      await answer(at + 1);
    }

    feed.seek(5_000);
    expect(sent.at(-1)).toEqual({ kind: "seek", window: 1, ms: 5_000 });
    feed.receive({ kind: "shown", window: 2, ms: 30_000, width: 1, height: 1 });
    feed.receive({ kind: "time", ms: 30_000, playing: true });
    await vi.advanceTimersByTimeAsync(200);
    await answer(asked.length - 1);

    expect(asked.at(-1)?.range).toEqual({ state: "settled", first: 100, last: 100 });
    expect(sent.at(-1)).toMatchObject({ kind: "open", window: 3, atMs: 5_000 });
  });

  it("seeks once more when a window that is no longer wanted is shown after all", async () => {
    const { feed, openAt, answer, asked, sent } = setUp(outline(10));
    await openAt(0);
    feed.seek(45_000);
    await vi.advanceTimersByTimeAsync(200);
    await answer(1);

    feed.seek(85_000);
    feed.seek(5_000);
    feed.receive({ kind: "shown", window: 2, ms: 45_000, width: 1, height: 1 });
    await vi.advanceTimersByTimeAsync(200);

    expect(sent).toContainEqual({ kind: "seek", window: 1, ms: 5_000 });
    expect(asked.at(-1)?.range).toEqual({ state: "settled", first: 100, last: 100 });
  });

  it("appends instead where the document refuses a fresh window", async () => {
    const { feed, openAt, answer, sent } = setUp(outline(10));
    await openAt(0);
    for (const [at, ms] of [1_000, 11_000, 21_000].entries()) {
      feed.receive({ kind: "time", ms, playing: true });
      await answer(at + 1);
    }

    feed.receive({ kind: "refused", window: 2, why: "failed" });
    feed.receive({ kind: "time", ms: 22_000, playing: true });
    await answer(4);

    expect(sent.at(-1)).toMatchObject({ kind: "append", window: 1, toMs: 40_000 });
  });

  it("says when a piece does not arrive, and fetches it once more when told to", async () => {
    const { feed, openAt, asked, answer, changes, sent } = setUp(outline(10));
    await openAt(0);

    feed.receive({ kind: "time", ms: 1_000, playing: true });
    asked[1]?.refuse(problem(503, "/problems/unavailable"));
    await vi.advanceTimersByTimeAsync(0);
    feed.receive({ kind: "time", ms: 2_000, playing: true });
    expect(changes.at(-1)).toMatchObject({ kind: "fetch-failed" });
    expect(asked).toHaveLength(2);

    feed.retry();
    await answer(2);
    expect(asked[2]?.range).toEqual(asked[1]?.range);
    expect(sent.at(-1)).toMatchObject({ kind: "append", window: 1 });
  });

  it("reads the timeline again when the recording changed, and goes on at the same position", async () => {
    const { feed, openAt, asked, answer, read, sent } = setUp({ ...outline(10), state: "open" });
    await openAt(0);

    feed.seek(45_000);
    await vi.advanceTimersByTimeAsync(200);
    asked[1]?.refuse(problem(409, "/problems/recording-changed"));
    await vi.advanceTimersByTimeAsync(0);
    read[0]?.answer({ ...outline(4, 1_000), length_ms: 44_000 });
    await vi.advanceTimersByTimeAsync(200);
    await answer(2);

    expect(asked[2]?.range).toEqual({ state: "settled", first: 103, last: 103 });
    expect(sent.at(-1)).toMatchObject({ kind: "open", atMs: 44_000 });
  });

  it("fetches anew when the recording changed before its first piece came", async () => {
    const { feed, asked, answer, read, sent } = setUp({ ...outline(10), state: "open" });
    feed.seek(0);
    await vi.advanceTimersByTimeAsync(0);

    asked[0]?.refuse(problem(409, "/problems/recording-changed"));
    await vi.advanceTimersByTimeAsync(0);
    read[0]?.answer(outline(10));
    await vi.advanceTimersByTimeAsync(0);
    await answer(1);

    expect(asked[1]?.range).toEqual({ state: "settled", first: 100, last: 100 });
    expect(sent.at(-1)).toMatchObject({ kind: "open", window: 1, atMs: 0 });
  });

  it("fetches anew when a changed timeline is read during the first fetch", async () => {
    const { feed, asked } = setUp({ ...outline(10), state: "open" });
    feed.seek(0);
    await vi.advanceTimersByTimeAsync(0);

    feed.update(outline(10));
    await vi.advanceTimersByTimeAsync(0);

    expect(asked[0]?.signal.aborted).toBe(true);
    expect(asked[1]?.range).toEqual({ state: "settled", first: 100, last: 100 });
  });

  it("asks again where the timeline turns out to hold, and says so where that does not end", async () => {
    const { feed, openAt, asked, read, changes } = setUp(outline(10));
    await openAt(0);

    feed.seek(45_000);
    await vi.advanceTimersByTimeAsync(200);
    for (const at of [1, 2, 3, 4]) {
      asked[at]?.refuse(problem(409, "/problems/recording-changed"));
      await vi.advanceTimersByTimeAsync(0);
      read[at - 1]?.answer(outline(10));
      await vi.advanceTimersByTimeAsync(0);
    }

    expect(asked).toHaveLength(5);
    expect(changes.at(-1)).toMatchObject({ kind: "fetch-failed" });
  });

  it("keeps its window when an open recording has only grown", async () => {
    const { feed, openAt, answer, kinds } = setUp(outline(1));
    await openAt(5_000);

    feed.update(outline(2));
    await answer(1);

    expect(kinds()).toEqual(["hold", "open", "append"]);
  });

  it("stays where it stood when a position cannot be shown", async () => {
    const { feed, openAt, answer, sent } = setUp(outline(10));
    await openAt(0);
    feed.receive({ kind: "time", ms: 3_000, playing: false });

    feed.seek(45_000);
    await vi.advanceTimersByTimeAsync(200);
    await answer(1);
    feed.receive({ kind: "refused", window: 2, why: "no-snapshot" });

    expect(sent.slice(-2)).toEqual([{ kind: "pause" }, { kind: "seek", window: 1, ms: 3_000 }]);
  });

  it("says that the page is heavy when the document takes long to draw it", async () => {
    const { feed, changes, answer } = setUp(outline(10));

    feed.seek(0);
    await vi.advanceTimersByTimeAsync(0);
    await answer(0);
    await vi.advanceTimersByTimeAsync(11_000);

    expect(changes.at(-1)).toEqual({ kind: "slow" });
  });

  it("fetches nothing of a recording in which nothing has arrived", async () => {
    const { feed, asked, changes } = setUp(outline(0));

    feed.seek(0);
    await vi.advanceTimersByTimeAsync(0);

    expect(asked).toEqual([]);
    expect(changes.at(-1)).toEqual({ kind: "refused", window: 0, why: "too-few-events" });
  });
});
