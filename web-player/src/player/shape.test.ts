import { describe, expect, it } from "vitest";
import { barsPath, quietShare, segmentsOf, shareOf } from "./shape";

const page = (at_ms: number) => ({ at_ms, width: 1, height: 1 });

describe("the timeline's geometry", () => {
  it("puts the pages side by side, without gaps, from the start to the end", () => {
    expect(segmentsOf([page(1_000), page(5_000), page(8_000)], 10_000)).toEqual([
      { place: 0, from: 0, to: 0.5 },
      { place: 1, from: 0.5, to: 0.8 },
      { place: 2, from: 0.8, to: 1 },
    ]);
    expect(segmentsOf([], 10_000)).toEqual([]);
  });

  it("keeps what lies outside at the ends, and a recording without length at the start", () => {
    expect([-5, 0, 500, 2_000].map((ms) => shareOf(ms, 1_000))).toEqual([0, 0, 0.5, 1]);
    expect(shareOf(5, 0)).toBe(0);
  });

  it("draws a bar for each part in which something happened, and none higher than the picture", () => {
    const path = barsPath([0, 1, 100, 7_000]);
    expect(path.match(/M/g)).toHaveLength(3);
    expect(path).toContain("M1.15 100v-8");
    expect(path.match(/v-100/g)).toHaveLength(2);
  });

  it("tells how much is quiet", () => {
    expect(quietShare([0, 3, 0, 0])).toBe(0.75);
    expect(quietShare([])).toBe(0);
  });
});
