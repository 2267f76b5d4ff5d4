import { describe, expect, it } from "vitest";
import { formatClock, formatCountdown, formatLength, formatOpened, formatOpenedExactly, formatSpoken, formatTimeLeft } from "./format";

const NOW = Date.parse("2026-11-21T10:40:00Z");
/** Intl sets no-break and thin spaces, which differ between its versions. */
const plain = (text: string | undefined) => text?.replace(/[\u00a0\u202f\u2009]/g, " ");

describe("the hour of opening", () => {
  it("is told relative to now, in both languages", () => {
    expect(formatOpened("2026-11-21T10:00:00Z", NOW, "en")).toBe("this hour");
    expect(formatOpened("2026-11-21T07:00:00Z", NOW, "en")).toBe("3 hours ago");
    expect(plain(formatOpened("2026-11-21T07:00:00Z", NOW, "fr"))).toBe("il y a 3 heures");
    expect(formatOpened("2026-11-20T09:00:00Z", NOW, "fr")).toBe("hier");
    expect(formatOpened("2026-11-10T09:00:00Z", NOW, "en")).toBe("11 days ago");
  });

  it("is never in the future, whatever the clocks say", () => {
    expect(formatOpened("2026-11-21T11:00:00Z", NOW, "en")).toBe("this hour");
  });

  it("is exactly one hour, from and to", () => {
    expect(plain(formatOpenedExactly("2026-11-21T10:00:00Z", "en"))).toMatch(/^Nov 21, 2026, \d\d:\d\d – \d\d:\d\d$/);
    expect(plain(formatOpenedExactly("2026-11-21T10:00:00Z", "fr"))).toMatch(/^21 nov\. 2026, \d\d:\d\d\s?[–-]\s?\d\d:\d\d$/);
  });
});

describe("the time left", () => {
  it("is told in its largest whole unit, rounded down", () => {
    expect(formatTimeLeft("2026-12-21T00:00:00Z", NOW, "en")).toBe("29 days");
    expect(plain(formatTimeLeft("2026-11-22T12:00:00Z", NOW, "fr"))).toBe("25 heures");
    expect(plain(formatTimeLeft("2026-11-21T11:39:59Z", NOW, "fr"))).toBe("59 minutes");
  });

  it("is not told when less than a minute or nothing is left", () => {
    expect(formatTimeLeft("2026-11-21T10:40:59Z", NOW, "en")).toBeUndefined();
    expect(formatTimeLeft("2026-11-20T10:40:59Z", NOW, "en")).toBeUndefined();
  });
});

describe("a position", () => {
  it("reads like a clock", () => {
    expect([0, 31_900, 725_000, 3_729_000, -5].map(formatClock)).toEqual(["0:00", "0:31", "12:05", "1:02:09", "0:00"]);
  });

  it("is said in words, in both languages", () => {
    expect(plain(formatSpoken(252_000, "en"))).toBe("4 minutes 12 seconds");
    expect(plain(formatSpoken(3_601_000, "fr"))).toBe("1 heure 1 seconde");
    expect(plain(formatSpoken(0, "en"))).toBe("0 seconds");
  });
});

describe("a length of time", () => {
  it("reads the same in every language", () => {
    const texts = [0, 6_400, 60_000, 65_000, 3_600_000, 7_800_000].map((ms) => formatLength(ms).replaceAll("\u00a0", " "));
    expect(texts).toEqual(["0 s", "6 s", "1 min", "1 min 5 s", "1 h", "2 h 10 min"]);
  });

  it("is counted down in days, then minutes, and seconds at last", () => {
    const left = (ms: number) => formatCountdown(ms, "en").replaceAll("\u00a0", " ");
    expect(left(50 * 3_600_000)).toBe("2 days");
    expect(left(6_154_000)).toBe("1 h 42 min");
    expect(left(301_000)).toBe("5 min");
    expect(left(299_000)).toBe("4 min 59 s");
  });
});
