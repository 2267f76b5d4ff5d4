import { describe, expect, it } from "vitest";
import { parseCommand, parseReport, readConnect } from "./messages";

/** A small generator, so that a failure comes back with the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const KINDS = ["open", "append", "play", "pause", "hold", "seek", "speed", "skip-inactivity", "trail", "ready", "shown", "refused", "size", "time", "starved", "skipped", "finished", "unreadable", "nonsense", 7, null];
const FIELDS = ["ms", "events", "last", "factor", "on", "playing", "window", "startMs", "atMs", "toMs", "inTurn", "blocked", "width", "height", "why"];

function garbage(random: () => number, depth = 0): unknown {
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  const leaf = [undefined, null, Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 2, 1e308, "", "failed", true, false, new ArrayBuffer(2), 3n, Symbol("x"), () => 1, new Date()];
  const branch = random();
  if (depth > 3 || branch < 0.4) return one(leaf);
  if (branch < 0.6) return Array.from({ length: Math.floor(random() * 4) }, () => garbage(random, depth + 1));
  const fields = Object.fromEntries(FIELDS.filter(() => random() < 0.5).map((name) => [name, garbage(random, depth + 1)]));
  return { kind: one(KINDS), ...fields };
}

describe("messages between console and replayed document", () => {
  it("answer undefined or a clean message for garbage, and never throw", () => {
    const random = createRandom(20261121);
    for (let round = 0; round < 2_000; round += 1) {
      const message = garbage(random);
      for (const parsed of [parseCommand(message), parseReport(message)]) {
        if (parsed === undefined) continue;
        expect(structuredClone(parsed)).toEqual(parsed);
        if ("ms" in parsed) expect(parsed.ms).toBeGreaterThanOrEqual(0);
        if ("width" in parsed) expect(parsed.width).toBeGreaterThan(0);
      }
    }
  });

  const reel = { events: new ArrayBuffer(2), toMs: 9, last: false };
  const opening = { kind: "open", window: 3, startMs: 1, atMs: 2, inTurn: true, blocked: "blocked", ...reel };

  it("pass on what is well formed, without fields that are not theirs", () => {
    expect(parseCommand({ kind: "seek", window: 3, ms: 5, extra: 1 })).toEqual({ kind: "seek", window: 3, ms: 5 });
    expect(parseCommand({ kind: "speed", factor: 4 })).toEqual({ kind: "speed", factor: 4 });
    expect(parseCommand({ ...opening, extra: 1 })).toEqual(opening);
    expect(parseCommand({ kind: "append", window: 3, ...reel, startMs: 1 })).toEqual({ kind: "append", window: 3, ...reel });
    expect(parseReport({ kind: "time", ms: 1.5, playing: true })).toEqual({ kind: "time", ms: 1.5, playing: true });
    expect(parseReport({ kind: "refused", window: 1, why: "failed" })).toEqual({ kind: "refused", window: 1, why: "failed" });
  });

  it("refuse a speed that the player does not offer, a seek to nowhere and an unknown reason", () => {
    expect(parseCommand({ kind: "speed", factor: 3 })).toBeUndefined();
    expect(parseCommand({ kind: "seek", window: 3, ms: Number.NaN })).toBeUndefined();
    expect(parseReport({ kind: "refused", window: 1, why: "<img>" })).toBeUndefined();
    expect(parseReport({ kind: "shown", window: 1, ms: 0, width: 0, height: 5 })).toBeUndefined();
  });

  it("refuse events that are not bytes, and windows without a number", () => {
    expect(parseCommand({ ...opening, events: "[]" })).toBeUndefined();
    expect(parseCommand({ ...opening, events: [{ type: 2 }] })).toBeUndefined();
    expect(parseCommand({ ...opening, window: 1.5 })).toBeUndefined();
    expect(parseCommand({ kind: "append", ...reel })).toBeUndefined();
    expect(parseCommand({ kind: "seek", ms: 5 })).toBeUndefined();
  });

  it("cut an endless word for blocked elements", () => {
    expect(parseCommand({ ...opening, blocked: "x".repeat(9_000) })).toMatchObject({ blocked: "x".repeat(40) });
  });

  it("take a port from a handshake only", () => {
    const { port1 } = new MessageChannel();
    const event = (data: unknown, ports: MessagePort[]) => ({ data, ports }) as unknown as MessageEvent;
    expect(readConnect(event({ kind: "revoir-connect" }, [port1]))).toBe(port1);
    expect(readConnect(event({ kind: "other" }, [port1]))).toBeUndefined();
    expect(readConnect(event({ kind: "revoir-connect" }, []))).toBeUndefined();
    expect(readConnect(event(undefined, [port1]))).toBeUndefined();
    port1.close();
  });
});
