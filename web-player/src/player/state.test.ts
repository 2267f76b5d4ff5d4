import { describe, expect, it } from "vitest";
import { nextSpeed, START, step } from "./state";
import type { Change } from "./state";

const after = (...changes: Change[]) => changes.reduce(step, START);
const length: Change = { kind: "length", totalMs: 10_000 };
const shown: Change = { kind: "shown", window: 1, ms: 0, width: 800, height: 600 };

describe("the player", () => {
  it("is ready once something is shown", () => {
    expect(after(length, { kind: "ready" }).phase).toBe("opening");
    expect(after(length, shown)).toMatchObject({ phase: "ready", totalMs: 10_000, width: 800 });
  });

  it("shows where a seek goes at once, and no time from before it", () => {
    const state = after(length, shown, { kind: "seek", ms: 7_000 }, { kind: "time", ms: 1_200, playing: true });
    expect(state).toMatchObject({ ms: 7_000, playing: true });
    expect(step(state, { kind: "time", ms: 7_000, playing: true }).target).toBeUndefined();
  });

  it("stands at the end when finished, until played or moved again", () => {
    const end = after(length, shown, { kind: "finished" });
    expect(end).toMatchObject({ ms: 10_000, finished: true, playing: false });
    expect(step(end, { kind: "time", ms: 0, playing: true }).finished).toBe(false);
    expect(step(end, { kind: "seek", ms: 3 }).finished).toBe(false);
    expect(step(end, { kind: "length", totalMs: 12_000 }).finished).toBe(false);
  });

  it("waits for a window until it is shown, and for what comes next until time goes on", () => {
    const seeking = after(length, shown, { kind: "seek", ms: 7_000 }, { kind: "fetching" });
    expect(seeking.waiting).toBe(true);
    expect(step(seeking, { ...shown, ms: 7_000 })).toMatchObject({ waiting: false, ms: 7_000, target: undefined });
    const starved = after(length, shown, { kind: "time", ms: 900, playing: true }, { kind: "starved" });
    expect(step(starved, { kind: "time", ms: 900, playing: true }).waiting).toBe(true);
    expect(step(starved, { kind: "time", ms: 950, playing: true }).waiting).toBe(false);
    expect(step(starved, { kind: "time", ms: 900, playing: false }).waiting).toBe(false);
  });

  it("keeps a failure until something arrives", () => {
    const failed = after(length, shown, { kind: "fetch-failed", error: new Error("gone") });
    expect(failed.failure).toBeInstanceOf(Error);
    expect(step(failed, { kind: "fetched" }).failure).toBeUndefined();
  });

  it("stays usable when a part is unreadable, and not when the whole is", () => {
    const part = after(length, shown, { kind: "unreadable" });
    expect(part).toMatchObject({ phase: "ready", trouble: "unreadable" });
    expect(step(part, { kind: "seek", ms: 9_000 })).toMatchObject({ trouble: "unreadable", ms: 9_000 });
    expect(after(length, { kind: "refused", window: 1, why: "no-snapshot" })).toMatchObject({ phase: "failed", trouble: "no-snapshot" });
    expect(after({ kind: "timeout" })).toMatchObject({ phase: "failed", trouble: "timeout" });
  });

  it("stays usable when a later window is refused, and forgets it with the next seek", () => {
    const refused = after(length, shown, { kind: "refused", window: 2, why: "failed" });
    expect(refused).toMatchObject({ phase: "ready", trouble: "part", playing: false });
    expect(step(refused, { kind: "seek", ms: 1 }).trouble).toBeUndefined();
  });

  it("has no speed below the slowest nor above the fastest", () => {
    expect(nextSpeed(1, 1)).toBe(2);
    expect(nextSpeed(0.5, -1)).toBe(0.5);
    expect(nextSpeed(8, 1)).toBe(8);
  });
});
