import { describe, expect, it } from "vitest";
import { markerNear, markersOf, nextMoment } from "./markers";
import { pageAt } from "./pages";

const page = (at_ms: number, route?: string) => ({ at_ms, width: 1, height: 1, ...(route !== undefined && { route }) });
const note = (at_ms: number) => ({ id: "n", at_ms, text: "look", author: "A", mine: true, created_at: "" });

describe("markers", () => {
  const markers = markersOf([page(0, "/a"), page(9_000)], [note(4_000)], [
    { at_ms: 20_000, kind: "dead_click" },
    { at_ms: 15_000, trigger: "custom", what: "help" },
  ]);

  it("are page starts, notes, friction and triggers in order", () => {
    expect(markers).toEqual([
      { kind: "page", ms: 0, place: 0, route: "/a" },
      { kind: "note", ms: 4_000, text: "look" },
      { kind: "page", ms: 9_000, place: 1, route: undefined },
      { kind: "trigger", ms: 15_000, trigger: "custom", what: "help" },
      { kind: "friction", ms: 20_000, friction: "dead_click" },
    ]);
  });

  it("tell what failed once, as the trigger that it fired", () => {
    const failed = markersOf([], [], [
      { at_ms: 20, kind: "javascript_error" },
      { at_ms: 21, trigger: "javascript_error", what: undefined },
      { at_ms: 22, kind: "failed_request" },
      { at_ms: 900, kind: "javascript_error" },
    ]);
    expect(failed).toEqual([
      { kind: "trigger", ms: 21, trigger: "javascript_error", what: undefined },
      { kind: "friction", ms: 22, friction: "failed_request" },
      { kind: "friction", ms: 900, friction: "javascript_error" },
    ]);
  });

  it("are gone to one after the other, forwards and backwards", () => {
    const moments = markers.map(({ ms }) => ms);
    expect(nextMoment(moments, 0, 1)).toBe(4_000);
    expect(nextMoment(moments, 3_950, 1)).toBe(9_000);
    expect(nextMoment(moments, 9_000, 1)).toBe(15_000);
    expect(nextMoment(moments, 20_000, 1)).toBeUndefined();
    expect(nextMoment(moments, 9_000, -1)).toBe(4_000);
    expect(nextMoment(moments, 8_000, -1)).toBe(4_000);
  });

  it("are left behind when going back from right after one", () => {
    const moments = markers.map(({ ms }) => ms);
    expect(nextMoment(moments, 4_600, -1)).toBe(0);
    expect(nextMoment(moments, 500, -1)).toBe(0);
    expect(nextMoment(moments, 0, -1)).toBeUndefined();
  });

  it("are found near a moment only", () => {
    expect(markerNear(markers, 4_100, 200)?.kind).toBe("note");
    expect(markerNear(markers, 5_000, 200)).toBeUndefined();
    expect(markerNear([], 0, 200)).toBeUndefined();
  });
});

describe("the page of a moment", () => {
  it("is the last one begun, or the first", () => {
    const pages = [page(10), page(20)];
    expect([0, 10, 19.9, 20, 99].map((ms) => pageAt(pages, ms))).toEqual([0, 0, 0, 1, 1]);
    expect(pageAt([], 5)).toBe(0);
  });
});
