import { describe, expect, it } from "vitest";
import { fromSnapshot, isRawEvent, isSnapshot, readEvents } from "./events";

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)).buffer;
const meta = { type: 4, timestamp: 10, data: { href: "/", width: 1, height: 1 } };
const snapshot = { type: 2, timestamp: 11, data: { node: { childNodes: [{}] } } };
const move = { type: 3, timestamp: 5, data: { source: 1 } };

describe("the events of a window", () => {
  it("are read in order of time, without the bad ones", () => {
    const bad = [null, 7, { type: 9, timestamp: 0, data: {} }, { type: 3, timestamp: "0", data: {} }, { type: 3, timestamp: 1 }];
    expect(readEvents(bytes([snapshot, ...bad, meta, move]))).toEqual([move, meta, snapshot]);
  });

  it("are none where the text is no array, or breaks off", () => {
    expect(readEvents(bytes({}))).toBeUndefined();
    expect(readEvents(bytes('[{"type":'))).toBeUndefined();
    expect(readEvents(new ArrayBuffer(0))).toBeUndefined();
  });

  it("begin with the first snapshot and its size", () => {
    expect(fromSnapshot([move, meta, snapshot, move])).toEqual([meta, snapshot, move]);
    expect(fromSnapshot([move, snapshot])).toEqual([snapshot]);
  });

  it("have no snapshot in one that holds nothing", () => {
    expect(isSnapshot(snapshot)).toBe(true);
    expect(isSnapshot({ ...snapshot, data: { node: { childNodes: [] } } })).toBe(false);
    expect(isSnapshot({ ...snapshot, data: { node: null } })).toBe(false);
    expect(isSnapshot({ ...snapshot, data: null })).toBe(false);
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
