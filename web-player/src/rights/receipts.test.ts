import { describe, expect, it } from "vitest";
import { readReceipts, shuffle } from "./receipts";
import { WORDS } from "./words";

const ONE = "5a".repeat(32);
const OTHER = "0f".repeat(32);

describe("receipts", () => {
  it("are read from a fragment, a file or what was pasted, each once", () => {
    expect(readReceipts(`#demo.ux:${ONE}.support:${OTHER}`)).toEqual([ONE, OTHER]);
    expect(readReceipts(JSON.stringify([["ux", ONE.toUpperCase(), "2026-11-22T10"], ["ux", ONE]]))).toEqual([ONE]);
  });

  it("have 64 hex digits and nothing beside them", () => {
    expect(readReceipts(`${ONE}0 ${ONE.slice(1)} ${"zz".repeat(32)}`)).toEqual([]);
  });

  it("are at most five hundred", () => {
    const many = Array.from({ length: 600 }, (_, at) => at.toString(16).padStart(64, "0")).join(" ");
    expect(readReceipts(many)).toHaveLength(500);
  });

  it("keep their number in another order", () => {
    const mixed = shuffle([1, 2, 3, 4], () => 0);
    expect(mixed).toEqual([2, 3, 4, 1]);
    expect(shuffle([], Math.random)).toEqual([]);
  });
});

describe("words", () => {
  it("say the same in both languages", () => {
    const shape = (words: object) => Object.entries(words).map(([name, word]) => [name, typeof word]);
    expect(shape(WORDS.fr)).toEqual(shape(WORDS.en));
  });
});
