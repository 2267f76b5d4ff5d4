import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRecorder } from "../src/index";
import { keyOf } from "../src/kept";
import type { RawEvent } from "../src/redact";
import type { Policy, Revoir } from "../src/types";
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
function setUp(policies: Policy[], site = "demo") {
  const asked: Asked[] = [];
  const shelf = fakeShelf();
  const page = Object.assign(new EventTarget(), { sessionStorage: shelf });
  Object.assign(page, { parent: page });
  vi.stubGlobal("window", page);
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("document", Object.assign(new EventTarget(), { hidden: false }));
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    asked.push({ url: url.replace("https://revoir.test", ""), init });
    if (url.endsWith("/policy")) return new Response(JSON.stringify({ purposes: policies }));
    if (url.endsWith("/grants")) return new Response(JSON.stringify({ grant: `v1.${asked.length}.x` }), { status: 200 });
    return new Response(null, { status: url.endsWith("/batches") ? 202 : 204 });
  });
  let take: (event: RawEvent) => void = () => {};
  const capture = { snapshot: vi.fn(), stop: vi.fn() };
  const start = vi.fn((given: typeof take) => {
    take = given;
    return capture;
  });
  const recorder = createRecorder(
    { origin: "https://revoir.test", base: "https://revoir.test/sdk/revoir.js", site },
    { page: () => ({ ...pageOf(), late: () => undefined, isTyped: () => false }), start, path: () => "/", onPath: () => () => {}, now: () => 0 },
  );
  const paths = () => asked.map(({ url }) => url);
  return { recorder, asked, paths, shelf, page, capture, start, emit: (...events: RawEvent[]) => events.forEach((event) => take(event)) };
}

const stateOf = (recorder: Revoir) => recorder.status().map(({ state, reason }) => (reason ? `${state}: ${reason}` : state));

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

    await recorder.consent({ support: true, ux: true, errors: false }, PROOF);
    emit(META, SNAPSHOT);
    await recorder.flush();

    expect(stateOf(recorder)).toEqual(["waiting: awaiting-trigger", "sending", "off: no-consent"]);
    expect(paths()).toEqual(["/v1/sites/demo/policy", "/v1/grants", "/v1/batches"]);
    for (const { init } of asked) expect(init).toMatchObject({ credentials: "omit", referrerPolicy: "strict-origin" });
    for (const { init } of asked.slice(1)) expect(init.headers).toEqual({ "Content-Type": "text/plain" });
  });

  it("says so where a purpose has no policy", async () => {
    const { recorder } = setUp([]);

    await recorder.consent({ ux: true }, PROOF);

    expect(stateOf(recorder)[1]).toBe("off: no-policy");
  });

  it("withdraws: stops first, clears the tab, tells the server once", async () => {
    const { recorder, emit, asked, shelf, capture } = setUp([policyOf({})]);
    await recorder.consent({ ux: true }, PROOF);
    emit(META, SNAPSHOT);

    await recorder.withdraw();
    emit(META, SNAPSHOT);
    await recorder.flush();

    expect(capture.stop).toHaveBeenCalledOnce();
    expect(shelf.getItem(keyOf("demo"))).toBeNull();
    const last = asked.at(-1);
    expect(last?.url).toBe("/v1/withdrawals");
    expect(JSON.parse(String(last?.init.body))).toEqual({ receipt: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(asked).toHaveLength(3);
    expect(stateOf(recorder)[1]).toBe("off: withdrawn");
  });

  it("takes a later refusal for a withdrawal", async () => {
    const { recorder, paths } = setUp([policyOf({})]);
    await recorder.consent({ ux: true }, PROOF);

    await recorder.consent({ ux: false }, PROOF);

    expect(paths().at(-1)).toBe("/v1/withdrawals");
    expect(stateOf(recorder)[1]).toBe("off: withdrawn");
  });

  it("sends what is left by a request that outlives the page", async () => {
    const { recorder, emit, asked, page, capture } = setUp([policyOf({})]);
    await recorder.consent({ ux: true }, PROOF);
    emit(META, SNAPSHOT);

    page.dispatchEvent(new Event("pagehide"));

    const last = asked.at(-1);
    expect(last).toMatchObject({ url: "/v1/batches", init: { keepalive: true, referrerPolicy: "strict-origin" } });
    expect(await unpack(last?.init.body as Uint8Array)).toMatchObject({ seq: 0, coding: "none" });
    expect(capture.stop).toHaveBeenCalledOnce();
  });

  it("goes on when the page comes back from the cache", async () => {
    const { recorder, start, page } = setUp([policyOf({})]);
    await recorder.consent({ ux: true }, PROOF);
    page.dispatchEvent(new Event("pagehide"));

    page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));

    await vi.waitFor(() => expect(start).toHaveBeenCalledTimes(2));
    expect(stateOf(recorder)[1]).toBe("sending");
  });

  it("refuses an identifier where all purposes are anonymous", async () => {
    const { recorder, paths } = setUp([policyOf({})]);
    await recorder.consent({ ux: true }, PROOF);

    expect(recorder.identify("customer 42")).toBe(false);
    expect(paths()).toHaveLength(2);
  });

  it("starts another recording for another user, and withdraws both", async () => {
    const { recorder, asked, paths } = setUp([policyOf({ identifiers: "I2" })]);
    await recorder.consent({ ux: true }, PROOF);

    expect(recorder.identify("customer 42", { proof: "mac" })).toBe(true);
    await vi.waitFor(() => expect(paths().filter((url) => url === "/v1/grants")).toHaveLength(2));
    await vi.waitFor(() => expect(stateOf(recorder)[1]).toBe("sending"));
    await recorder.withdraw();

    const grants = asked.filter(({ url }) => url === "/v1/grants").map(({ init }) => JSON.parse(String(init.body)));
    expect(grants.map((grant) => grant.pseudonym_input)).toEqual([undefined, { id: "customer 42", proof: "mac" }]);
    expect(paths().filter((url) => url === "/v1/withdrawals")).toHaveLength(2);
  });

  it("does not record within a frame of a page that can be reached", async () => {
    const { recorder, page, paths } = setUp([policyOf({})]);
    Object.assign(page, { parent: { document: {} } });

    await recorder.consent({ ux: true }, PROOF);

    expect(stateOf(recorder)[1]).toBe("off: framed");
    expect(paths()).toEqual([]);
  });
});
