import { describe, expect, it } from "vitest";
import type { Facts } from "../src/consent";
import { keyOf, readKept, VISIT_MS } from "../src/kept";
import type { PageCapture } from "../src/page";
import type { Stream } from "../src/stream";
import { createStreams } from "../src/streams";
import type { Policy, Purpose } from "../src/types";
import { answer, fakeNet, fakeShelf, json, unpack } from "./net";

const SITE = "demo";
const FACTS: Facts = { text_version: "1", mechanism: "banner", at: "2026-11-21T10:00:00Z" };
const META = { type: 4, data: { href: "/", width: 1, height: 2 }, timestamp: 1_000_000 };
const SNAPSHOT = { type: 2, data: { node: {} }, timestamp: 1_000_010 };
const SCROLL = { type: 3, data: { source: 3 }, timestamp: 1_000_500 };

function policyOf(purpose: Purpose, measure: "L1" | "L2" | "L3", more: Partial<Policy> = {}): Policy {
  return {
    purpose,
    policy_version: 1,
    collection: { measure },
    identifiers: "I1",
    routes: ["/"],
    lifespan_ms: 1_800_000,
    max_bytes: 268_435_456,
    ...more,
  };
}

/** A lock manager on which every lock named is held by another tab. */
function lockedBy(held: string[]): LockManager {
  return {
    request: async (name: string, options: LockOptions, act: (lock: Lock) => Promise<void>) => {
      if (held.includes(name)) throw new DOMException("held", "AbortError");
      void options;
      return act({ name, mode: "exclusive" });
    },
    query: async () => ({}),
  } as unknown as LockManager;
}

function setUp(answers: Parameters<typeof fakeNet>[0], more: { shelf?: Storage; held?: string[] } = {}) {
  const joined: Stream[] = [];
  const page: PageCapture = {
    join: (stream) => void joined.push(stream),
    part: (stream) => void joined.splice(joined.indexOf(stream), 1),
    rests: () => false,
    pause() {},
    snapshot() {},
    elementOf: () => undefined,
  };
  const net = fakeNet(answers);
  const shelf = more.shelf ?? fakeShelf();
  const beacons: Uint8Array[] = [];
  const env = {
    net,
    shelf,
    origin: "https://revoir.test",
    site: SITE,
    base: "https://revoir.test/sdk/revoir.js",
    now: () => 1_000_000,
    asks() {},
    locks: lockedBy(more.held ?? []),
    beacon: (body: Uint8Array) => void beacons.push(body),
   
  };
  return { net, shelf, joined, beacons, streams: createStreams(env, page) };
}

function give(stream: Stream | undefined, events: { type: number; data: object; timestamp: number }[]): void {
  for (const event of events) stream?.take(event, JSON.stringify(event.data));
}

describe("a purpose that opens", () => {
  it("asks for a grant with the consent's facts and the receipt's hash", async () => {
    const { streams, net, joined } = setUp([json(201, { grant: "v1.a.b" })]);

    await streams.open([policyOf("ux", "L1")], FACTS, { id: "customer 42" });

    const asked = JSON.parse(new TextDecoder().decode(net.sent[0]?.body));
    expect(net.sent[0]?.url).toBe("https://revoir.test/v1/grants");
    expect(asked).toEqual({ site: SITE, purpose: "ux", policy_version: 1, consent: FACTS, receipt_hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(joined).toHaveLength(1);
    expect(streams.status()[1]).toMatchObject({ purpose: "ux", state: "sending", policyVersion: 1 });
  });

  it("hands the user's identifier over under I2 only", async () => {
    const { streams, net } = setUp([json(201, { grant: "v1.a.b" })]);

    await streams.open([policyOf("support", "L1", { identifiers: "I2" })], FACTS, { id: "customer 42" });

    expect(JSON.parse(new TextDecoder().decode(net.sent[0]?.body)).pseudonym_input).toEqual({ id: "customer 42" });
  });

  it("asks for nothing under L2 where the code of rings does not come", async () => {
    const { streams, net, joined, shelf } = setUp([]);

    await streams.open([policyOf("support", "L2")], FACTS, undefined);

    expect(streams.status()[0]).toMatchObject({ state: "stopped", reason: "unreachable" });
    expect(net.sent).toEqual([]);
    expect(joined).toEqual([]);
    expect(shelf.length).toBe(0);
  });

  it("that is not drawn keeps that fact and nothing else", async () => {
    const { streams, shelf, joined } = setUp([json(200, { drawn: false })]);

    await streams.open([policyOf("ux", "L1")], FACTS, undefined);

    expect(streams.status()[1]).toMatchObject({ state: "off", reason: "not-drawn" });
    expect(JSON.parse(shelf.getItem(keyOf(SITE)) ?? "")).toEqual({
      ux: { purpose: "ux", policyVersion: 1, drawn: false, end: 1_000_000 + VISIT_MS },
    });
    expect(joined).toEqual([]);
  });

  it("that was not drawn is not drawn again in the same visit", async () => {
    const shelf = fakeShelf();
    await setUp([json(200, { drawn: false })], { shelf }).streams.open([policyOf("ux", "L1")], FACTS, undefined);
    const next = setUp([json(201, { grant: "v1.a.b" })], { shelf });

    await next.streams.open([policyOf("ux", "L1")], FACTS, undefined);

    expect(next.net.sent).toEqual([]);
    expect(next.streams.status()[1]).toMatchObject({ state: "off", reason: "not-drawn" });
  });

  it.each([
    [403, "origin-not-allowed"],
    [409, "policy-changed"],
    [422, "consent-not-valid"],
  ])("stops when the answer is %s", async (status, reason) => {
    const { streams } = setUp([answer(status)]);

    await streams.open([policyOf("ux", "L1")], FACTS, undefined);

    expect(streams.status()[1]).toMatchObject({ state: "stopped", reason });
  });

  it("jitters only where several streams open at once", async () => {
    const alone = setUp([json(201, { grant: "v1.a.b" })]);
    const together = setUp([json(201, { grant: "v1.a.b" })]);

    await alone.streams.open([policyOf("ux", "L1"), policyOf("support", "L2")], FACTS, undefined);
    await together.streams.open([policyOf("ux", "L1"), policyOf("errors", "L3")], FACTS, undefined);

    expect(alone.net.waits).toEqual([]);
    expect(together.net.waits).toHaveLength(2);
  });
});

describe("a stream", () => {
  it("begins with a meta event and a full snapshot, and counts time from there", async () => {
    const { streams, net } = setUp([json(201, { grant: "v1.a.b" }), answer(202)]);
    await streams.open([policyOf("ux", "L1")], FACTS, undefined);

    give(streams.stream("ux"), [SCROLL, META, SCROLL, SNAPSHOT, SCROLL]);
    await streams.flush();

    const batch = await unpack(net.sent[1]?.body ?? new Uint8Array());
    expect(batch).toMatchObject({ grant: "v1.a.b", seq: 0, coding: "gzip" });
    expect(batch.events.map(({ type, timestamp }) => [type, timestamp])).toEqual([
      [4, 0],
      [2, 10],
      [3, 500],
    ]);
    expect(streams.status()[1]).toMatchObject({ sent: 1 });
  });

  it.each([
    ["lifespan", { lifespan_ms: 400 }],
    ["size", { max_bytes: 90 }],
  ])("stops at its cap: %s", async (reason, cap) => {
    const { streams } = setUp([json(201, { grant: "v1.a.b" }), answer(202)]);
    await streams.open([policyOf("ux", "L1", cap)], FACTS, undefined);

    give(streams.stream("ux"), [META, SNAPSHOT, SCROLL]);

    expect(streams.status()[1]).toMatchObject({ state: "stopped", reason });
  });

  it("goes on in the tab's next page, with the next number and the same start", async () => {
    const shelf = fakeShelf();
    const first = setUp([json(201, { grant: "v1.a.b" }), answer(202)], { shelf });
    await first.streams.open([policyOf("ux", "L1")], FACTS, undefined);
    give(first.streams.stream("ux"), [META, SNAPSHOT]);
    first.streams.leave();
    const second = setUp([answer(202)], { shelf });

    await second.streams.open([policyOf("ux", "L1")], FACTS, undefined);
    give(second.streams.stream("ux"), [META, SNAPSHOT].map((event) => ({ ...event, timestamp: event.timestamp + 2000 })));
    await second.streams.flush();

    expect((await unpack(first.beacons[0] ?? new Uint8Array())).seq).toBe(0);
    const batch = await unpack(second.net.sent[0]?.body ?? new Uint8Array());
    expect(batch).toMatchObject({ grant: "v1.a.b", seq: 1 });
    expect(batch.events[0]?.timestamp).toBe(2000);
  });

  it("sends a batch that was under way again, with the same number and bytes", async () => {
    const shelf = fakeShelf();
    const first = setUp([json(201, { grant: "v1.a.b" }), () => new Promise<Response>(() => {})], { shelf });
    await first.streams.open([policyOf("ux", "L1")], FACTS, undefined);
    give(first.streams.stream("ux"), [META, SNAPSHOT]);
    void first.streams.flush();
    await expect.poll(() => first.net.sent.length).toBe(2);

    first.streams.leave();

    expect(first.beacons).toEqual([first.net.sent[1]?.body]);
  });

  it("of a duplicated tab starts anew", async () => {
    const shelf = fakeShelf();
    const first = setUp([json(201, { grant: "v1.first.x" })], { shelf });
    await first.streams.open([policyOf("ux", "L1")], FACTS, undefined);
    const entry = readKept(shelf, SITE).ux;
    const held = entry?.drawn === true ? [`revoir:${entry.receipt.slice(0, 16)}`] : [];
    const copy = setUp([json(201, { grant: "v1.second.x" })], { shelf, held });

    await copy.streams.open([policyOf("ux", "L1")], FACTS, undefined);

    expect(copy.streams.stream("ux")?.entry).toMatchObject({ grant: "v1.second.x", seq: 0 });
  });

  it("that is withdrawn takes and sends nothing more", async () => {
    const { streams, net, joined, beacons } = setUp([json(201, { grant: "v1.a.b" }), answer(202)]);
    await streams.open([policyOf("ux", "L1")], FACTS, undefined);
    const stream = streams.stream("ux");
    give(stream, [META, SNAPSHOT]);

    const receipts = streams.drop(["ux"]);
    give(stream, [META, SNAPSHOT]);
    await streams.flush();
    streams.leave();

    expect(receipts).toEqual([stream?.entry.receipt]);
    expect(net.sent).toHaveLength(1);
    expect(joined).toEqual([]);
    expect(beacons).toEqual([]);
  });
});
