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

const KINDS = ["load", "play", "pause", "seek", "speed", "skip-inactivity", "ready", "meta", "size", "time", "skipping", "finished", "error", "nonsense", 7, null];
const FIELDS = ["ms", "events", "last", "factor", "on", "playing", "totalMs", "pages", "width", "height", "trouble"];

function garbage(random: () => number, depth = 0): unknown {
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  const leaf = [undefined, null, Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 2, 1e308, "", "failed", true, false, 3n, Symbol("x"), () => 1, new Date()];
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

  it("pass on what is well formed, without fields that are not theirs", () => {
    expect(parseCommand({ kind: "seek", ms: 5, extra: 1 })).toEqual({ kind: "seek", ms: 5 });
    expect(parseCommand({ kind: "speed", factor: 4 })).toEqual({ kind: "speed", factor: 4 });
    expect(parseReport({ kind: "time", ms: 1.5, playing: true })).toEqual({ kind: "time", ms: 1.5, playing: true });
    expect(parseReport({ kind: "error", trouble: "failed" })).toEqual({ kind: "error", trouble: "failed" });
  });

  it("refuse a speed that the player does not offer, a seek to nowhere and an unknown trouble", () => {
    expect(parseCommand({ kind: "speed", factor: 3 })).toBeUndefined();
    expect(parseCommand({ kind: "seek", ms: Number.NaN })).toBeUndefined();
    expect(parseReport({ kind: "error", trouble: "<img>" })).toBeUndefined();
  });

  it("leave bad events out of a load and keep the good ones", () => {
    const good = { type: 4, timestamp: 0, data: {} };
    const events = [good, null, { type: 9, timestamp: 0, data: {} }, { type: 3, timestamp: "0", data: {} }, { type: 3, timestamp: 1 }];
    expect(parseCommand({ kind: "load", events, last: true })).toEqual({ kind: "load", events: [good], last: true });
  });

  it("keep good page starts of a meta report, and cut endless routes", () => {
    const pages = [{ ms: 0, route: "/".repeat(9_000) }, { ms: -1, route: "/" }, "x"];
    const report = parseReport({ kind: "meta", totalMs: 1, pages, width: 800, height: 600 });
    expect(report).toMatchObject({ pages: [{ ms: 0, route: "/".repeat(2_000) }] });
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
