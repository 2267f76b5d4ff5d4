import { describe, expect, it } from "vitest";
import { isRawEvent, pageAt, pageStarts } from "./pages";

const meta = (timestamp: number, href: unknown) => ({ type: 4, timestamp, data: { href, width: 1, height: 1 } });

describe("page starts", () => {
  it("are the meta events, counted from the first event, by path alone", () => {
    const events = [{ type: 1, timestamp: 1_000, data: {} }, meta(1_250, "https://shop.test/a?q=1#top"), meta(9_000, "https://shop.test/product/:id")];
    expect(pageStarts(events)).toEqual([
      { ms: 250, route: "/a" },
      { ms: 8_000, route: "/product/:id" },
    ]);
  });

  it("come in order even where the events do not, and may start at zero", () => {
    expect(pageStarts([meta(500, "/b"), meta(0, "/a")])).toEqual([
      { ms: 0, route: "/a" },
      { ms: 500, route: "/b" },
    ]);
  });

  it("show an address that is none as it stands, and skip a meta event without one", () => {
    expect(pageStarts([meta(0, "http://["), meta(1, 7), { type: 4, timestamp: 2, data: null }])).toEqual([{ ms: 0, route: "http://[" }]);
  });

  it("keep masked and declared routes readable", () => {
    expect(pageStarts([meta(0, "https://shop.test/****/{slug}/é")])).toEqual([{ ms: 0, route: "/****/{slug}/é" }]);
  });

  it("of an empty recording are none", () => {
    expect(pageStarts([])).toEqual([]);
  });

  it("tell the page of a moment: the last one begun, or the first", () => {
    const pages = [{ ms: 10, route: "/a" }, { ms: 20, route: "/b" }];
    expect(pageAt(pages, 0)?.route).toBe("/a");
    expect(pageAt(pages, 19.9)?.route).toBe("/a");
    expect(pageAt(pages, 20)?.route).toBe("/b");
    expect(pageAt([], 5)).toBeUndefined();
  });
});

describe("the outline of an event", () => {
  it("is a known type, a finite time, and data where the type has any", () => {
    expect(isRawEvent({ type: 0, timestamp: 0, data: undefined })).toBe(true);
    expect(isRawEvent({ type: 2.5, timestamp: 0, data: {} })).toBe(false);
    expect(isRawEvent({ type: 2, timestamp: Number.NaN, data: {} })).toBe(false);
    expect(isRawEvent({ type: 3, timestamp: 0, data: null })).toBe(false);
    expect(isRawEvent([])).toBe(false);
    expect(isRawEvent(null)).toBe(false);
  });
});
