import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRecorder } from "../src/index";
import type { RawEvent } from "../src/redact";
import type { Policy, Recorder } from "../src/types";
import { pageOf } from "./facts";
import { fakeShelf, unpack } from "./net";

const PROOF = { mechanism: "banner", textVersion: "1" };
const META: RawEvent = { type: 4, data: { href: "/", width: 1, height: 2 }, timestamp: 1000 };
const SNAPSHOT: RawEvent = { type: 2, data: { node: { type: 0, id: 1, childNodes: [] } }, timestamp: 1001 };

const policyOf = (more: Partial<Policy>): Policy => ({
  purpose: "ux",
  policy_version: 1,
  collection: { measure: "L1" },
  identifiers: "I1",
  routes: [],
  lifespan_ms: 1_800_000,
  max_bytes: 1_000_000,
  ...more,
});

interface Asked {
  url: string;
  init: RequestInit;
}

/** A page, a server and a recorder between them. */
function setUp(policies: Policy[], site = "demo", texts: { text_version?: string; accepts?: string[] } = {}) {
  const asked: Asked[] = [];
  const shelf = fakeShelf();
  const local = fakeShelf();
  const page = Object.assign(new EventTarget(), { sessionStorage: shelf, localStorage: local });
  Object.assign(page, { parent: page });
  vi.stubGlobal("window", page);
  vi.stubGlobal("localStorage", local);
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: false }));
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push({ url: url.replace("https://revoir.test", ""), init });
    if (url.endsWith("/policy")) return new Response(JSON.stringify({ purposes: policies, text_version: texts.text_version }));
    if (url.endsWith("/texts")) return new Response(JSON.stringify(texts));
    if (url.endsWith("/grants")) return new Response(JSON.stringify({ grant: `v1.${asked.length}.x` }), { status: 200 });
    return new Response(null, { status: url.endsWith("/batches") ? 202 : 204 });
  });
  let take: (event: RawEvent) => void = () => {};
  const capture = { snapshot: vi.fn(), stop: vi.fn() };
  const start = vi.fn((given: typeof take) => {
    take = given;
    return capture;
  });
  const place = { end: vi.fn(), tell: vi.fn(async () => {}) };
  const recorder = createRecorder(
    { origin: "https://revoir.test", base: "https://revoir.test/sdk/revoir.js", site, ...place },
    { page: () => ({ ...pageOf(), late: () => undefined, isTyped: () => false }), start, path: () => "/", onPath: () => () => {}, signs: () => () => {}, now: () => 0 },
  );
  const paths = () => asked.map(({ url }) => url);
  return { recorder, place, local, asked, paths, shelf, page, capture, start, emit: (...events: RawEvent[]) => events.forEach((event) => take(event)) };
}

const stateOf = (recorder: Recorder) => recorder.status().map(({ state, reason }) => (reason ? `${state}: ${reason}` : state));

describe("a recorder", () => {
  beforeEach(() => {
    vi.spyOn(Math, "random").mockReturnValue(0);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it("records what was consented to and nothing else", async () => {
    const { recorder, emit, asked, paths } = setUp([policyOf({}), policyOf({ purpose: "support", collection: { measure: "L2" } })]);

    await recorder.open({ support: true, ux: true, errors: false }, PROOF);
    emit(META, SNAPSHOT);
    await recorder.flush();

    expect(stateOf(recorder)).toEqual(["stopped: unreachable", "sending", "off: no-consent"]);
    expect(paths()).toEqual(["/v1/sites/demo/policy", "/v1/grants", "/v1/batches"]);
    for (const { init } of asked) expect(init).toMatchObject({ credentials: "omit", referrerPolicy: "strict-origin" });
    for (const { init } of asked.slice(1)) expect(init.headers).toEqual({ "Content-Type": "text/plain" });
  });

  it("says so where a purpose has no policy", async () => {
    const { recorder } = setUp([]);

    await recorder.open({ ux: true }, PROOF);

    expect(stateOf(recorder)[1]).toBe("off: no-policy");
  });

  it("drops: stops at once, sends nothing more, hands out the receipt", async () => {
    const { recorder, emit, local, paths, capture } = setUp([policyOf({})]);
    await recorder.open({ ux: true }, PROOF);
    emit(META, SNAPSHOT);

    const held = recorder.drop(["ux"]);
    emit(META, SNAPSHOT);
    await recorder.flush();

    expect(capture.stop).toHaveBeenCalledOnce();
    expect(held).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(JSON.parse(local.getItem("revoir:receipts:demo") ?? "")).toEqual([["ux", held[0], expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d$/)]]);
    expect(paths()).toEqual(["/v1/sites/demo/policy", "/v1/grants"]);
    expect(stateOf(recorder)[1]).toBe("off: no-consent");
  });

  it("has a decision told once, and again when it is another", async () => {
    const { recorder, place, local } = setUp([policyOf({})]);

    await recorder.open({ ux: true }, PROOF);
    local.setItem("revoir:proof:demo", JSON.stringify({ ...JSON.parse(local.getItem("revoir:proof:demo") ?? ""), on: new Date().toISOString().slice(0, 10) }));
    await recorder.open({ ux: true }, PROOF);
    await recorder.open({ ux: true, errors: true }, PROOF);

    const given = { text_version: "1", mechanism: "banner", act: "given" };
    expect(place.tell.mock.calls).toEqual([[{ ...given, purposes: { ux: true } }], [{ ...given, purposes: { ux: true, errors: true } }]]);
  });

  it("has nothing told of a decision while the device alone holds what it allows", async () => {
    const kept = policyOf({ purpose: "errors", collection: { measure: "L2", history: "on_device", before_s: 60, after_s: 120, triggers: [] } });
    const { recorder, place, local } = setUp([kept, policyOf({})]);

    await recorder.open({ errors: true }, PROOF);
    expect(place.tell).not.toHaveBeenCalled();
    expect(JSON.parse(local.getItem("revoir:proof:demo") ?? "")).toMatchObject({ purposes: { errors: true }, on: "" });

    await recorder.open({ errors: true, ux: true }, PROOF);
    expect(place.tell).toHaveBeenCalledOnce();
  });

  it("ends what another tab has withdrawn", async () => {
    const { recorder, place, local, page } = setUp([policyOf({}), policyOf({ purpose: "errors" })]);
    await recorder.open({ ux: true, errors: true }, PROOF);

    local.setItem("revoir:proof:demo", JSON.stringify({ purposes: { ux: false, errors: true }, textVersion: "1", on: "" }));
    page.dispatchEvent(Object.assign(new Event("storage"), { key: "revoir:proof:demo" }));

    expect(place.end).toHaveBeenCalledExactlyOnceWith(["ux"], "withdrawn");
  });

  it("opens nothing when the text that was agreed to is not accepted any more", async () => {
    const { recorder, place, paths } = setUp([policyOf({})], "demo", { text_version: "3", accepts: ["3", "2"] });

    await recorder.open({ ux: true }, { ...PROOF, textVersion: "2" });
    expect(stateOf(recorder)[1]).toBe("sending");
    recorder.drop(["ux"]);
    await recorder.open({ ux: true }, PROOF);

    expect(place.end).toHaveBeenCalledExactlyOnceWith(["ux"], "changed");
    expect(paths().filter((path) => path === "/v1/grants")).toHaveLength(1);
  });

  it("observes nothing while the visitor pauses", async () => {
    const { recorder, capture, start } = setUp([policyOf({})]);
    await recorder.open({ ux: true }, PROOF);

    recorder.pause();
    expect(stateOf(recorder)[1]).toBe("waiting: paused");
    expect(capture.stop).toHaveBeenCalledOnce();
    recorder.pause(false);

    expect(stateOf(recorder)[1]).toBe("sending");
    expect(start).toHaveBeenCalledTimes(2);
  });

  it("sends what is left by a request that outlives the page", async () => {
    const { recorder, emit, asked, page, capture } = setUp([policyOf({})]);
    await recorder.open({ ux: true }, PROOF);
    emit(META, SNAPSHOT);

    page.dispatchEvent(new Event("pagehide"));

    const last = asked.at(-1);
    expect(last).toMatchObject({ url: "/v1/batches", init: { keepalive: true, referrerPolicy: "strict-origin" } });
    expect(await unpack(last?.init.body as Uint8Array)).toMatchObject({ seq: 0, coding: "none" });
    expect(capture.stop).toHaveBeenCalledOnce();
  });

  it("goes on when the page comes back from the cache", async () => {
    const { recorder, start, page } = setUp([policyOf({})]);
    await recorder.open({ ux: true }, PROOF);
    page.dispatchEvent(new Event("pagehide"));

    page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));

    await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(2));
    expect(stateOf(recorder)[1]).toBe("sending");
  });

  it("refuses an identifier where all purposes are anonymous", async () => {
    const { recorder, paths } = setUp([policyOf({})]);
    await recorder.open({ ux: true }, PROOF);

    expect(recorder.identify("customer 42")).toBe(false);
    expect(paths()).toHaveLength(2);
  });

  it("starts another recording for another user, and knows the receipts of both", async () => {
    const { recorder, asked, paths } = setUp([policyOf({ identifiers: "I2" })]);
    await recorder.open({ ux: true }, PROOF);

    expect(recorder.identify("customer 42", { proof: "mac" })).toBe(true);
    await vi.waitFor(() => expect(paths().filter((url) => url === "/v1/grants")).toHaveLength(2));
    await vi.waitFor(() => expect(stateOf(recorder)[1]).toBe("sending"));
    const held = recorder.drop(["ux"]);

    const grants = asked.filter(({ url }) => url === "/v1/grants").map(({ init }) => JSON.parse(String(init.body)));
    expect(grants.map((grant) => grant.pseudonym_input)).toEqual([undefined, { id: "customer 42", proof: "mac" }]);
    expect(held).toHaveLength(2);
  });

  it("does not record within a frame of a page that can be reached", async () => {
    const { recorder, page, paths } = setUp([policyOf({})]);
    Object.assign(page, { parent: { document: {} } });

    await recorder.open({ ux: true }, PROOF);

    expect(stateOf(recorder)[1]).toBe("off: framed");
    expect(paths()).toEqual([]);
  });
});
