import { describe, expect, it } from "vitest";
import { readToken } from "./token";

describe("the token of a link", () => {
  it("is what stands after the #", () => {
    expect(readToken("#abcDEF-123_456789")).toBe("abcDEF-123_456789");
  });

  it("is missing where it was cut off, or is something else", () => {
    for (const fragment of ["", "#", "#abc", "#content of a page", `#${"x".repeat(300)}`]) {
      expect(readToken(fragment), fragment).toBeUndefined();
    }
  });
});
