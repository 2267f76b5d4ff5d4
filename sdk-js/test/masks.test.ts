import { describe, expect, it } from "vitest";
import { maskText, type Font } from "../src/redact/masks";

const PROSE: Font = { letter: 5, space: 3, isMeasured: true };
const CODE: Font = { letter: 4, space: 4, isMeasured: true };

/** How wide a mask stands, in stars. */
const widthOf = (mask: string, { space }: Font): number => [...mask].reduce((sum, char) => sum + (char === "*" ? 1 : space / 4), 0);
const wordOf = (length: number): string => "x".repeat(length);

describe("the mask of a text in a font that was measured", () => {
  it("is about the nearest of few widths", () => {
    const masks = Array.from({ length: 200 }, (_, at) => [(5 * (at + 1)) / 4, widthOf(maskText(wordOf(at + 1), PROSE), PROSE)] as const);
    const widths = [...new Set(masks.map(([, width]) => width))];

    expect(widths.length).toBeLessThan(25);
    for (const [asked, width] of masks) {
      const nearest = Math.min(...widths.map((other) => Math.abs(other - asked)));
      expect(Math.abs(width - asked)).toBeLessThanOrEqual(nearest + asked / 20);
    }
  });

  it("is as wide on the whole as what it stands for", () => {
    const lengths = Array.from({ length: 60 }, (_, at) => 1 + (at % 12));
    const sumOf = (widths: number[]): number => widths.reduce((sum, width) => sum + width, 0);

    const asked = sumOf(lengths);
    const wide = sumOf(lengths.map((length) => widthOf(maskText(wordOf(length), CODE), CODE)));

    expect(Math.abs(wide / asked - 1)).toBeLessThan(0.06);
  });

  it("does not depend on what stands beside it", () => {
    expect(maskText("Edit", PROSE)).toBe(maskText("Edit", PROSE));
    expect(maskText("Marie\nEdit", PROSE).split("\n")[1]).toBe(maskText("Marius\nEdit", PROSE).split("\n")[1]);
  });
});
