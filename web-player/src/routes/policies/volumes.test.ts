import { describe, expect, it } from "vitest";
import { drawSeries } from "./volumes";

const day = (at: number, kept: number, expired: number) => ({ day: `2026-11-0${at}`, kept, discarded: 0, expired });
const DAYS = [day(1, 0, 100), day(2, 1, 0), day(3, 50, 0)];

describe("the days of a purpose", () => {
  it("stand on one scale, and what is not nothing is seen", () => {
    expect(drawSeries(DAYS, "kept", 30, 20).bars).toBe("M10 20v-2h7v2zM20 20v-10h7v10z");
    expect(drawSeries(DAYS, "expired", 30, 20).bars).toBe("M0 20v-20h7v20z");
  });

  it("are told in words: how many in all, and the day with most", () => {
    expect(drawSeries(DAYS, "kept", 30, 20)).toMatchObject({ total: 51, most: 50, on: "2026-11-03" });
  });

  it("are nothing where there was nothing", () => {
    expect(drawSeries(DAYS, "discarded", 30, 20)).toEqual({ total: 0, most: 0, on: undefined, bars: "" });
    expect(drawSeries([], "kept", 30, 20).bars).toBe("");
  });
});
