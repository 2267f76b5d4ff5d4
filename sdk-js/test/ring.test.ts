import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Drawn, Ringed } from "../src/kept";
import type { OpenedDrawn } from "../src/opening";
import { createHistory } from "../src/ring/history";
import { createRing, type Parts } from "../src/ring/ring";
import type { Left } from "../src/leaving";
import type { Stream } from "../src/stream";
import type { Policy, Trigger } from "../src/types";

const META = 4;
const FULL = 2;
const CUSTOM = 5;

const TRIGGERS: Trigger[] = [{ on: "javascript_error" }, { on: "custom", name: "help" }, { on: "rage_click" }];

function policyOf(collection: Partial<Policy["collection"]> = {}): Policy {
  return {
    purpose: "support",
    policy_version: 3,
    collection: { measure: "L2", history: "on_device", before_s: 60, after_s: 120, triggers: TRIGGERS, ...collection },
    identifiers: "I1",
    routes: [],
    lifespan_ms: 1_800_000,
    max_bytes: 1_000_000,
  };
}

/** A recording as a ring makes it: it keeps what it is given. */
function fakeRecording(entry: Drawn, env: { ended(): void }): Stream & { taken: [number, number][]; fired: number[] } {
  const taken: [number, number][] = [];
  const fired: number[] = [];
  return {
    policy: policyOf(),
    entry,
    taken,
    fired,
    take({ type, timestamp }, json) {
      entry.start ??= timestamp;
      taken.push([type, timestamp]);
      if (json.includes("revoir.trigger")) fired.push(timestamp);
    },
    count() {},
    flush: async () => {},
    finish(reason) {
      entry.reason = reason;
      env.ended();
    },
    leave: () => ({ grant: "v1.a.b", seq: 1, batches: [], rest: "" }) satisfies Left,
    status: () => ({ purpose: "support", state: entry.reason ? "stopped" : "sending", policyVersion: 3, sent: 0, masked: 0, dropped: 0 }),
  };
}

function setUp(policy = policyOf(), given: Partial<Parts> = {}) {
  const recordings: ReturnType<typeof fakeRecording>[] = [];
  const asked: string[][] = [];
  const kept: string[] = [];
  const env = { now: Date.now, snapshot: vi.fn(), ended: vi.fn(), save() {}, net: {} as never, origin: "https://revoir.test" };
  const make = (ring: Ringed): Pick<Parts, "history" | "keeping" | "ring"> => ({
    history: createHistory((policy.collection.before_s ?? 0) * 1000),
    keeping: {
      save: async () => void kept.push("save"),
      renew: () => {},
      leave: (_now, due) => void kept.push(`leave ${due}`),
      remove: () => void kept.push("remove"),
      close: () => void kept.push("close"),
    },
    ring,
  });
  const ringed = (earlier: string[] = []): Ringed => ({ purpose: "support", policyVersion: 3, drawn: "ring", end: 0, store: { name: "x", key: "" }, earlier });
  const stream = createRing(env, policy, {
    ...make(ringed()),
    place: { targetOf: () => undefined, from: "/" },
    async open(_signal, earlier, told): Promise<OpenedDrawn> {
      asked.push(earlier);
      told("receipt");
      const entry: Drawn = { purpose: "support", policyVersion: 3, drawn: true, end: 0, grant: "v1.a.b", receipt: "receipt", start: undefined, seq: 0, bytes: 0, sent: 0, masked: 0 };
      return { entry, release() {} };
    },
    createStream(made, _policy, entry) {
      const recording = fakeRecording(entry, made);
      recordings.push(recording);
      return recording;
    },
    renew: async (earlier) => make(ringed(earlier)),
    random: () => 0,
    ...given,
  });
  const give = (type: number, data: object = {}) => stream.take({ type, data, timestamp: Date.now() }, JSON.stringify(data));
  const picture = () => (give(META), give(FULL));
  window.addEventListener("error", () => give(CUSTOM, { tag: "revoir.sign", payload: { kind: "javascript_error" } }));
  return { stream, env, recordings, asked, kept, give, picture };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1000);

describe("a ring", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000_000 });
    vi.stubGlobal("window", new EventTarget());
    vi.stubGlobal("location", { pathname: "/", origin: "https://page.test" });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("asks for nothing while no trigger fires, and takes a picture each time that a trigger keeps before it", async () => {
    const { stream, env, asked, give, picture } = setUp();
    env.snapshot.mockImplementation(picture);
    picture();

    for (let second = 0; second < 300; second += 1) {
      give(3);
      await seconds(1);
    }

    expect(asked).toEqual([]);
    expect(env.snapshot).toHaveBeenCalledTimes(5);
    expect(stream.status()).toMatchObject({ state: "ring", sent: 0 });
  });

  it("records from before the trigger until so long after it, and says where it was", async () => {
    const { stream, env, recordings, give, picture } = setUp();
    env.snapshot.mockImplementation(picture);
    picture();
    for (let second = 0; second < 150; second += 1) (give(3), await seconds(1));

    const fired = Date.now();
    window.dispatchEvent(new Event("error"));
    for (let second = 0; second < 200; second += 1) (await seconds(1), give(3));

    const times = recordings[0]?.taken.map(([, at]) => (at - fired) / 1000) ?? [];
    expect(times[0]).toBeGreaterThanOrEqual(-120);
    expect(times[0]).toBeLessThanOrEqual(-60);
    expect(times.at(-1)).toBeGreaterThan(117);
    expect(times.at(-1)).toBeLessThanOrEqual(120);
    expect(recordings[0]?.fired).toEqual([fired]);
    expect(recordings[0]?.taken.slice(0, 2).map(([type]) => type)).toEqual([META, FULL]);
    expect(stream.entry.reason ?? "none").toMatch(/after-trigger|none/);
  });

  it("keeps what it held when the trigger fired, however long the server takes to answer", async () => {
    let grant: () => void = () => {};
    const entry: Drawn = { purpose: "support", policyVersion: 3, drawn: true, end: 0, grant: "v1.a.b", receipt: "receipt", start: undefined, seq: 0, bytes: 0, sent: 0, masked: 0 };
    const open = () => new Promise<OpenedDrawn>((done) => void (grant = () => done({ entry, release() {} })));
    const { env, recordings, give, picture } = setUp(policyOf(), { open });
    env.snapshot.mockImplementation(picture);
    picture();
    for (let second = 0; second < 90; second += 1) (give(3), await seconds(1));

    const fired = Date.now();
    window.dispatchEvent(new Event("error"));
    for (let second = 0; second < 180; second += 1) (await seconds(1), second % 60 === 0 ? picture() : give(3));
    grant();
    await seconds(1);

    expect(recordings[0]?.taken[0]).toEqual([META, fired - 90_000]);
    expect(recordings[0]?.taken.at(-1)).toEqual([3, fired + 120_000]);
  });

  it("goes on when another trigger fires meanwhile", async () => {
    const { recordings, give, picture } = setUp();
    picture();
    window.dispatchEvent(new Event("error"));
    for (let second = 0; second < 100; second += 1) (await seconds(1), give(3));

    window.dispatchEvent(new Event("error"));
    for (let second = 0; second < 110; second += 1) (await seconds(1), give(3));

    expect(recordings).toHaveLength(1);
    expect(recordings[0]?.fired).toHaveLength(2);
    expect((recordings[0]?.taken.at(-1)?.[1] ?? 0) - (recordings[0]?.taken[0]?.[1] ?? 0)).toBe(210_000);
  });

  it("tells of a page that fails all the time once a second, and goes on as long", async () => {
    const { recordings, give, picture } = setUp();
    picture();
    for (let tenth = 0; tenth < 1500; tenth += 1) {
      window.dispatchEvent(new Event("error"));
      give(3);
      await seconds(0.1);
    }

    expect(recordings).toHaveLength(1);
    expect(recordings[0]?.fired).toHaveLength(150);
    expect(recordings[0]?.taken.filter(([type]) => type === 3)).toHaveLength(1500);
  });

  it("waits for a picture where there is none yet", async () => {
    const { stream, env, recordings, give, picture } = setUp();

    expect(stream.trigger?.("help")).toBe(true);
    await seconds(1);
    expect(env.snapshot).toHaveBeenCalled();
    give(3);
    picture();

    expect(recordings[0]?.taken.slice(-3).map(([type]) => type)).toEqual([META, FULL, CUSTOM]);
    expect(stream.trigger?.("another")).toBe(false);
  });

  it("begins anew after a while, and remembers the receipt", async () => {
    const { stream, asked, give, picture, recordings } = setUp();
    picture();
    window.dispatchEvent(new Event("error"));
    await seconds(123);
    expect(recordings[0]?.entry.reason).toBe("after-trigger");
    give(3);
    window.dispatchEvent(new Event("error"));
    expect(stream.status()).toMatchObject({ state: "waiting", reason: "between-recordings" });

    await seconds(6);
    expect(stream.status().state).toBe("ring");
    picture();
    window.dispatchEvent(new Event("error"));
    await seconds(1);

    expect(asked).toEqual([[], ["receipt"]]);
    expect(recordings).toHaveLength(2);
  });

  it("fires for rage clicks, and not on a page that is not recorded", async () => {
    const { asked, give, picture } = setUp({ ...policyOf(), pages: { never_record: ["/private"] } });
    picture();
    const click = () => give(3, { source: 2, type: 2, id: 7 });

    location.pathname = "/private";
    (click(), click(), click());
    window.dispatchEvent(new Event("error"));
    expect(asked).toEqual([]);

    location.pathname = "/";
    await seconds(10);
    (click(), click(), click());
    expect(asked).toHaveLength(1);
  });

  it("hands a trigger that was not told yet to the next page, and a ring that was withdrawn to nobody", async () => {
    const forever = () => new Promise<never>(() => {});
    const going = setUp(policyOf(), { open: forever });
    going.picture();
    const fired = Date.now();
    window.dispatchEvent(new Event("error"));
    expect(going.stream.leave()).toBeUndefined();
    expect(going.kept.at(-1)).toBe(`leave ${fired + 120_000}`);

    const gone = setUp();
    gone.picture();
    gone.stream.leave(true);
    expect(gone.kept).toEqual(["remove"]);
    window.dispatchEvent(new Event("error"));
    expect(gone.asked).toEqual([]);
  });

  it("ends where the page lets nobody draw a receipt, and no error of it reaches the page", async () => {
    const { stream, picture } = setUp(policyOf(), { open: () => Promise.reject(new Error("refused by the page")) });
    picture();

    window.dispatchEvent(new Event("error"));
    await seconds(1);

    expect(stream.status()).toMatchObject({ state: "stopped", reason: "failed" });
  });

  it("ends where the server refuses, and says why", async () => {
    const { stream, env, picture } = setUp(policyOf(), { open: async () => ({ stopped: "policy-changed" }) });
    picture();

    window.dispatchEvent(new Event("error"));
    await seconds(1);

    expect(stream.status()).toMatchObject({ state: "stopped", reason: "policy-changed" });
    expect(env.ended).toHaveBeenCalledOnce();
  });

  it("is open from the beginning where the server holds the history", async () => {
    const { stream, env, recordings, give, picture } = setUp(policyOf({ history: "provisional" }));
    env.snapshot.mockImplementation(picture);
    await seconds(0);
    for (let second = 0; second < 300; second += 1) (await seconds(1), give(3));

    expect(stream.status().state).toBe("sending");
    const taken = recordings[0]?.taken ?? [];
    expect(taken.filter(([type]) => type === 3)).toHaveLength(300);
    const pictures = taken.filter(([type]) => type === FULL).map(([, at]) => at);
    expect(pictures.slice(1).map((at, place) => at - (pictures[place] ?? 0))).toEqual([60_000, 60_000, 60_000, 60_000, 60_000]);
  });

  it("goes on observing for the next recording where the last page's has ended, and is stopped where it was", async () => {
    const entry: Drawn = { purpose: "support", policyVersion: 3, drawn: true, end: 0, grant: "v1.a.b", receipt: "first", start: 1, seq: 0, bytes: 0, sent: 0, masked: 0, until: Date.now() - 1 };
    const over = setUp(policyOf(), { drawn: { ...entry, reason: "after-trigger" } });
    expect(over.stream.entry.reason).toBeUndefined();
    over.picture();
    expect(over.stream.status()).toMatchObject({ state: "waiting", reason: "between-recordings" });
    expect(over.stream.entry.reason).toBeUndefined();
    await seconds(6);
    expect(over.stream.status().state).toBe("ring");

    const failed = setUp(policyOf(), { drawn: { ...entry, reason: "size" } });
    expect(failed.stream.entry.reason).toBe("size");
    expect(failed.stream.status().state).toBe("stopped");
    window.dispatchEvent(new Event("error"));
    expect(failed.asked).toEqual([]);
  });

  it("ends on a page whose picture leaves no room, instead of asking for another", async () => {
    const { stream, env, give } = setUp();

    give(META);
    give(FULL, { text: "x".repeat(3_500_000) });
    await seconds(1);

    expect(stream.status()).toMatchObject({ state: "stopped", reason: "page-too-large" });
    expect(env.snapshot).not.toHaveBeenCalled();
  });

  it("does not give up what a trigger found for what comes while the server takes its time", async () => {
    let grant: () => void = () => {};
    const entry: Drawn = { purpose: "support", policyVersion: 3, drawn: true, end: 0, grant: "v1.a.b", receipt: "receipt", start: undefined, seq: 0, bytes: 0, sent: 0, masked: 0 };
    const open = () => new Promise<OpenedDrawn>((done) => void (grant = () => done({ entry, release() {} })));
    const { env, recordings, give, picture } = setUp(policyOf(), { open });
    picture();
    window.dispatchEvent(new Event("error"));
    for (let second = 0; second < 50; second += 1) (await seconds(1), give(3, { text: "x".repeat(100_000) }));
    grant();
    await seconds(0);

    const taken = recordings[0]?.taken ?? [];
    expect(taken.slice(0, 3).map(([type]) => type)).toEqual([META, FULL, CUSTOM]);
    expect(env.snapshot).toHaveBeenCalledOnce();
    give(3);
    expect(taken).toHaveLength(recordings[0]?.taken.length ?? 0);
    picture();
    give(3);
    expect(recordings[0]?.taken.slice(-3).map(([type]) => type)).toEqual([META, FULL, 3]);
  });

  it("holds as much where pictures come for other reasons, too", async () => {
    const { env, recordings, give, picture } = setUp();
    env.snapshot.mockImplementation(picture);
    picture();
    for (let second = 0; second < 130; second += 1) {
      if (second % 59 === 0) picture();
      (give(3), await seconds(1));
    }

    const fired = Date.now();
    window.dispatchEvent(new Event("error"));
    await seconds(1);

    const ahead = fired - (recordings[0]?.taken[0]?.[1] ?? 0);
    expect(ahead).toBeGreaterThanOrEqual(60_000);
    expect(ahead).toBeLessThanOrEqual(121_000);
  });

  it("asks for a picture for a second recording where the server holds the history", async () => {
    const { env, recordings, give, picture } = setUp(policyOf({ history: "provisional" }));
    env.snapshot.mockImplementation(picture);
    await seconds(1);
    window.dispatchEvent(new Event("error"));
    await seconds(130);
    give(3);
    await seconds(6);
    window.dispatchEvent(new Event("error"));
    await seconds(1);

    expect(recordings).toHaveLength(2);
    expect(recordings[1]?.taken.map(([type]) => type)).toContain(CUSTOM);
  });
});
