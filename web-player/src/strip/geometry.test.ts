import { describe, expect, it } from "vitest";
import { drawStrip, findShape } from "./geometry";

const strip = (activity: number[], pages: number[]) => ({ length_ms: 60_000, activity, pages, markers: [] });
const fill = (...thirds: [number, number, number]) => thirds.flatMap((each) => Array.from({ length: 13 }, () => each));

describe("a strip", () => {
  it("stands a bar on the ground for each part in which something happened", () => {
    expect(drawStrip(strip([9, 0, 3], []), 12, 18).bars).toBe("M0 18v-18h3v18zM8 18v-6h3v6z");
  });

  it("is as wide as it is told for any number of parts", () => {
    expect(drawStrip(strip([], []), 160, 20)).toMatchObject({ bars: "", pages: [{ from: 0, width: 160 }] });
  });

  it("shows pages as stretches with space between", () => {
    expect(drawStrip(strip([], [0, 250, 500]), 160, 20).pages).toEqual([
      { from: 0, width: 38 },
      { from: 40, width: 38 },
      { from: 80, width: 80 },
    ]);
  });

  it("keeps the shortest page in sight, and what a server got wrong inside", () => {
    expect(drawStrip(strip([12, -1], [0, 1, 1, 4000]), 100, 10)).toMatchObject({
      bars: "M0 10v-10h37.5v10z",
      pages: [
        { from: 0, width: 1 },
        { from: 0.1, width: 97.9 },
        { from: 100, width: 1 },
      ],
    });
  });
});

describe("the markers of a strip", () => {
  it("are triangles for friction and diamonds for triggers, and stay inside", () => {
    const markers = [{ at: 0, friction: "rage_click" as const }, { at: 500 }, { at: 1000, friction: "long_wait" as const }];
    expect(drawStrip({ ...strip([], []), markers }, 100, 20)).toMatchObject({
      friction: "M0 0h8l-4 7zM92 0h8l-4 7z",
      triggers: "M50 0l4 4-4 4-4-4z",
    });
  });
});

describe("the shape", () => {
  it("is the third in which more than half of it happened", () => {
    expect(findShape(fill(9, 1, 1))).toBe("start");
    expect(findShape(fill(1, 9, 1))).toBe("middle");
    expect(findShape(fill(1, 1, 9))).toBe("end");
  });

  it("is throughout when no third has more than half", () => {
    expect(findShape(fill(4, 4, 4))).toBe("throughout");
    expect(findShape(fill(9, 0, 9))).toBe("throughout");
  });

  it("is none when nothing happened", () => {
    expect(findShape(fill(0, 0, 0))).toBe("none");
    expect(findShape([])).toBe("none");
  });
});
