import { describe, expect, it } from "vitest";
import { maskText, newLine, type Font } from "../src/redact/masks";

const PROSE: Font = { letter: 5, space: 3, flows: true };
const CODE: Font = { letter: 4, space: 4, flows: false };

/** How wide a mask stands, in stars. */
const widthOf = (mask: string, { space }: Font): number => [...mask].reduce((sum, char) => sum + (char === "*" ? 1 : space / 4), 0);

describe("the mask of a text in a font that was measured", () => {
  it("makes up for what those before it on its line lacked", () => {
    const words = Array.from({ length: 40 }, () => "a".repeat(9));
    const line = newLine();

    const wide = words.reduce((sum, word) => sum + widthOf(maskText(word, PROSE, line), PROSE), 0);
    const alone = words.reduce((sum, word) => sum + widthOf(maskText(word, PROSE), PROSE), 0);
    const asked = words.reduce((sum, word) => sum + (word.length * 5) / 4, 0);

    expect(Math.abs(wide - asked)).toBeLessThan(3);
    expect(Math.abs(alone - asked)).toBeGreaterThan(30);
  });

  it("is one of the few sizes whatever stood before it", () => {
    const sizes = new Set<number>();
    for (let length = 1; length <= 100; length += 1) {
      for (const short of [-40, -3, 0, 2, 40]) sizes.add(maskText("x".repeat(length), PROSE, { short }).length);
    }

    expect(sizes.size).toBeLessThan(20);
  });

  it("goes by no more than an eighth from what it would be alone", () => {
    const alone = widthOf(maskText("x".repeat(80), PROSE), PROSE);
    const after = widthOf(maskText("x".repeat(80), PROSE, { short: 1_000 }), PROSE);

    expect(after / alone).toBeLessThanOrEqual(1.3);
  });

  it("lets each line of code stand for itself, and those of prose for one another", () => {
    const text = Array.from({ length: 20 }, () => "x".repeat(9)).join("\n");
    const linesOf = (font: Font): Set<string> => new Set(maskText(text, font).split("\n"));

    expect(linesOf(CODE).size).toBe(1);
    expect(linesOf(PROSE).size).toBeGreaterThan(1);
  });

  it("tells one character of code from two, and no more", () => {
    expect(["a", "ab", "abc", "abcd"].map((said) => maskText(said, CODE))).toEqual(["*", "**", "****", "****"]);
  });
});
