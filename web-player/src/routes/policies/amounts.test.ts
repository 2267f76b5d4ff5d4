import { describe, expect, it } from "vitest";
import { dotsOf, inAYear, readJudged, readNumber, readShare, sayMinutes, saySeconds, sayShare, splitMinutes, stripOf, toMinutes } from "./amounts";

describe("a length of time", () => {
  it("is said in the largest unit that says it whole", () => {
    expect(sayMinutes(43_200, "en")).toBe("30 days");
    expect(sayMinutes(240, "fr")).toMatch(/^4\sheures$/);
    expect(sayMinutes(1_440, "en")).toBe("24 hours");
    expect(sayMinutes(90, "en")).toBe("90 minutes");
    expect(sayMinutes(1_500, "en")).toBe("25 hours");
    expect(saySeconds(60, "en")).toBe("60 seconds");
    expect(saySeconds(120, "en")).toBe("2 minutes");
  });

  it("comes back as it was from the unit that it is edited in", () => {
    for (const minutes of [60, 61, 240, 1_440, 2_880, 2_881, 43_200, 527_040]) {
      const { amount, unit } = splitMinutes(minutes);
      expect(toMinutes(amount, unit)).toBe(minutes);
    }
  });

  it("is read from a judgement", () => {
    expect(readJudged("183 d")).toBe(263_520);
    expect(readJudged("25 h")).toBe(1_500);
    expect(readJudged("90 min")).toBe(90);
    expect(readJudged("soon")).toBeUndefined();
  });

  it("fills its strip up to what is accepted, and shows what goes beyond", () => {
    expect(stripOf(360, 1_440)).toEqual({ within: 25, beyond: 0, accepted: 100 });
    expect(stripOf(200, 100)).toEqual({ within: 50, beyond: 50, accepted: 50 });
  });
});

describe("a share of visits", () => {
  it("is said as one in so many where that is exact", () => {
    expect(readShare(0.01)).toEqual({ as: "oneIn", count: 100 });
    expect(readShare(1 / 3)).toEqual({ as: "oneIn", count: 3 });
    expect(readShare(0.3).as).toBe("percent");
    expect(readShare(1).as).toBe("all");
    expect(readShare(0).as).toBe("none");
    expect(sayShare(0.003, "fr")).toMatch(/^0,3\s%$/);
  });

  it("shows a dot for the least of shares, and leaves one out for all but the whole", () => {
    expect(dotsOf(0.0001, 100)).toBe(1);
    expect(dotsOf(0.999, 100)).toBe(99);
    expect(dotsOf(0.25, 100)).toBe(25);
    expect(dotsOf(1, 100)).toBe(100);
    expect(dotsOf(0, 100)).toBe(0);
  });
});

describe("what is typed", () => {
  it("is a number with point or comma, or none", () => {
    expect(readNumber(" 0,5 ")).toBe(0.5);
    expect(readNumber("150")).toBe(150);
    for (const text of ["", "1e3", "1,2,3", "ten", "0x10"]) expect(readNumber(text)).toBeUndefined();
  });
});

describe("the day of review", () => {
  it("is a year ahead", () => {
    expect(inAYear(Date.parse("2026-11-22T23:00:00Z"))).toBe("2027-11-22");
  });
});
