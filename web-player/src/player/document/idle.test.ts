import { describe, expect, it } from "vitest";
import { findJump, isAct } from "./idle";

const event = (source: unknown) => ({ type: 3, timestamp: 0, data: { source } });

describe("skipping inactivity", () => {
  it("goes to a second before the next act, a second after the last one", () => {
    expect(findJump([1_000, 20_000], 1_500, 60_000)).toBeUndefined();
    expect(findJump([1_000, 20_000], 2_000, 60_000)).toBe(19_000);
  });

  it("leaves short waits alone", () => {
    expect(findJump([1_000, 5_500], 2_000, 60_000)).toBeUndefined();
    expect(findJump([1_000, 20_000], 17_000, 60_000)).toBeUndefined();
  });

  it("goes to the end of what is loaded where nothing more is known to happen", () => {
    expect(findJump([1_000], 30_000, 60_000)).toBe(59_000);
    expect(findJump([], 0, 60_000)).toBe(59_000);
  });

  it("never goes back", () => {
    for (let ms = 0; ms < 60_000; ms += 137) {
      const jump = findJump([3_000, 3_100, 24_000, 41_000], ms, 60_000);
      if (jump !== undefined) expect(jump).toBeGreaterThan(ms);
    }
  });

  it("counts the hand of a visitor, not what the page does by itself", () => {
    expect([1, 2, 3, 4, 5, 6, 12].every((source) => isAct(event(source)))).toBe(true);
    expect([0, 7, 8, 13, "1", undefined].some((source) => isAct(event(source)))).toBe(false);
    expect(isAct({ type: 2, timestamp: 0, data: { source: 1 } })).toBe(false);
  });
});
