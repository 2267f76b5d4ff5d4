import { describe, expect, it } from "vitest";
import { judgeLength } from "./passwords";

describe("the length of a password", () => {
  it("is short up to 11 characters, and says how many are missing", () => {
    expect(judgeLength("")).toEqual({ strength: "short", missing: 12 });
    expect(judgeLength("eleven chars".slice(1))).toEqual({ strength: "short", missing: 1 });
  });

  it("is enough from 12, better from 16 and 24, and too much above 256", () => {
    expect([12, 16, 24, 256, 257].map((length) => judgeLength("x".repeat(length)).strength)).toEqual([
      "enough",
      "good",
      "great",
      "great",
      "long",
    ]);
  });

  it("counts a character beyond the basic plane once", () => {
    expect(judgeLength("🌱".repeat(11)).missing).toBe(1);
  });
});
