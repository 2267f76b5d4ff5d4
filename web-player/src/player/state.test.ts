import { describe, expect, it } from "vitest";
import { nextSpeed, START, step } from "./state";
import type { Change } from "./state";

const after = (...changes: Change[]) => changes.reduce(step, START);
const meta: Change = { kind: "meta", totalMs: 10_000, pages: [], width: 800, height: 600 };

describe("the player", () => {
  it("is ready once it knows how long the recording is", () => {
    expect(after({ kind: "ready" }).phase).toBe("opening");
    expect(after({ kind: "ready" }, meta)).toMatchObject({ phase: "ready", totalMs: 10_000, width: 800 });
  });

  it("shows where a seek goes at once, and no time from before it", () => {
    const state = after(meta, { kind: "seek", ms: 7_000 }, { kind: "time", ms: 1_200, playing: true });
    expect(state).toMatchObject({ ms: 7_000, playing: true });
    expect(step(state, { kind: "time", ms: 7_000, playing: true }).target).toBeUndefined();
  });

  it("stands at the end when finished, until played or moved again", () => {
    const end = after(meta, { kind: "finished" });
    expect(end).toMatchObject({ ms: 10_000, finished: true, playing: false });
    expect(step(end, { kind: "time", ms: 0, playing: true }).finished).toBe(false);
    expect(step(end, { kind: "seek", ms: 3 }).finished).toBe(false);
  });

  it("stays usable when a part is unreadable, and not when the whole is", () => {
    const part = after(meta, { kind: "error", trouble: "unreadable" });
    expect(part).toMatchObject({ phase: "ready", trouble: "unreadable" });
    expect(step(part, { kind: "seek", ms: 9_000 })).toMatchObject({ trouble: "unreadable", ms: 9_000 });
    expect(after({ kind: "error", trouble: "no-snapshot" }).phase).toBe("failed");
    expect(after({ kind: "timeout" })).toMatchObject({ phase: "failed", trouble: "timeout" });
  });

  it("has no speed below the slowest nor above the fastest", () => {
    expect(nextSpeed(1, 1)).toBe(2);
    expect(nextSpeed(0.5, -1)).toBe(0.5);
    expect(nextSpeed(8, 1)).toBe(8);
  });
});
