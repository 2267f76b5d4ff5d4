import { describe, expect, it } from "vitest";
import { formatAgo, formatBytes } from "./ago";

const NOW = Date.parse("2026-03-14T12:00:00Z");

describe("how long ago", () => {
  it("is said in the largest whole unit", () => {
    expect(formatAgo("2026-03-14T11:59:30Z", NOW, "en")).toBe("now");
    expect(formatAgo("2026-03-14T11:58:00Z", NOW, "en")).toBe("2 minutes ago");
    expect(formatAgo("2026-03-13T12:30:00Z", NOW, "fr")).toBe("il y a 23 heures");
    expect(formatAgo("2026-03-12T12:00:00Z", NOW, "fr")).toBe("avant-hier");
  });

  it("is now for a clock that runs ahead", () => {
    expect(formatAgo("2026-03-14T12:05:00Z", NOW, "en")).toBe("now");
  });
});

describe("a size", () => {
  it("is said in the largest whole unit", () => {
    expect(formatBytes(0, "en")).toBe("0 byte");
    expect(formatBytes(999_000, "en")).toBe("999 kB");
    expect(formatBytes(12_300_000_000, "en")).toBe("12.3 GB");
  });
});
