import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from "vitest";
import { keyOf } from "../src/kept";
import { install } from "../src/loader";
import { createTeller } from "../src/tell/teller";
import type { CreateRecorder, Revoir } from "../src/types";
import { fakeShelf } from "./net";

const QUIET = { credentials: "omit", referrerPolicy: "strict-origin" };

const SOURCE = "https://revoir.test/sdk/revoir.js";

/** A page of which every touch is noted. */
function fakePage() {
  const scripts: { src: string; referrerPolicy?: string; revoir?: (given: never) => void; onerror?: () => void }[] = [];
  const shelf = fakeShelf();
  const local = fakeShelf();
  const touches: string[] = [];
  const note = <T>(name: string, value: T): T => {
    touches.push(name);
    return value;
  };
  vi.stubGlobal("RECORDER", "recorder-abc.js");
  vi.stubGlobal("TELL", "tell-abc.js");
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("fetch", vi.fn(() => note("fetch", Promise.resolve(new Response("{}", { status: 200 })))));
  vi.stubGlobal("document", {
    createElement: () => note("createElement", {}),
    head: { append: (script: (typeof scripts)[number]) => (scripts.push(script), answer?.(script)) },
  });
  const page = new EventTarget() as unknown as Window & { revoir?: unknown };
  let answer: ((script: (typeof scripts)[number]) => void) | undefined;
  const world = { place: undefined as Parameters<CreateRecorder>[0] | undefined };
  /** Has the scripts come: what tells as it is, and a recorder that does nothing. */
  function give(): { open: Mock; drop: Mock } {
    const recorder = { open: vi.fn(async () => {}), drop: vi.fn(() => []), status: () => [] };
    const create = (place: Parameters<CreateRecorder>[0]) => ((world.place = place), recorder);
    answer = ({ src, revoir }) => revoir?.((src.includes("tell-") ? createTeller : create) as never);
    return recorder;
  }
  Object.defineProperty(page, "localStorage", { get: () => local });
  Object.defineProperty(page, "sessionStorage", { get: () => note("sessionStorage", shelf) });
  vi.stubGlobal("window", page);
  vi.spyOn(page, "addEventListener").mockImplementation((name) => void touches.push(name));
  const keys = () => Array.from({ length: local.length }, (_, at) => local.key(at));
  return Object.assign(world, { page, scripts, shelf, local, touches, give, keys });
}

function load(page: Window & { revoir?: unknown }): Revoir & { push(callback: (revoir: Revoir) => void): void } {
  install(page, { src: SOURCE, dataset: { site: "demo" } } as unknown as HTMLScriptElement);
  return page.revoir as ReturnType<typeof load>;
}

const CONSENT = { mechanism: "banner", textVersion: "1" };

describe("the loader", () => {
  let world: ReturnType<typeof fakePage>;
  beforeEach(() => {
    world = fakePage();
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("touches neither network, storage nor page before consent", async () => {
    const revoir = load(world.page);

    revoir.status();
    revoir.identify("customer 42");
    await revoir.flush();
    await revoir.consent({ support: false, ux: false }, CONSENT);

    expect(world.touches).toEqual([]);
    expect(world.scripts).toEqual([]);
  });

  it("says of all three purposes that there is no consent", () => {
    expect(load(world.page).status()).toEqual(
      ["support", "ux", "errors"].map((purpose) => ({ purpose, state: "off", policyVersion: undefined, reason: "no-consent", sent: 0, masked: 0, dropped: 0 })),
    );
  });

  it("runs what was queued, also after a callback that fails, and then says that it is ready", () => {
    const order: string[] = [];
    world.page.dispatchEvent = (event) => order.push(event.type) > 0;
    world.page.revoir = [
      () => {
        order.push("fails");
        throw new Error("the page's own");
      },
      (revoir: Revoir) => order.push(`queued ${revoir.status().length}`),
    ];

    load(world.page).push(() => order.push("pushed"));

    expect(order).toEqual(["fails", "queued 3", "revoir:ready", "pushed"]);
  });

  it("asks the origin of its own script for policy, recorder and what withdraws, after consent", async () => {
    const revoir = load(world.page);
    const recorder = world.give();

    await revoir.consent({ ux: true }, CONSENT);

    expect(fetch).toHaveBeenCalledExactlyOnceWith("https://revoir.test/v1/sites/demo/policy", QUIET);
    expect(world.scripts.map(({ src, referrerPolicy }) => `${src} ${referrerPolicy}`)).toEqual(
      ["recorder-abc.js", "tell-abc.js"].map((name) => `https://revoir.test/sdk/${name} strict-origin`),
    );
    expect(recorder.open).toHaveBeenCalledWith({ ux: true }, CONSENT);
  });

  it("takes nothing but true for consent and nothing but false for refusal", async () => {
    const revoir = load(world.page);

    await revoir.consent({ ux: "yes", errors: false } as never, CONSENT);

    expect(world.scripts).toEqual([]);
    expect(revoir.status().map(({ reason }) => reason)).toEqual(["no-consent", "no-consent", "refused"]);
  });

  it("takes Global Privacy Control for a refusal, and a later act for consent", async () => {
    vi.stubGlobal("navigator", { globalPrivacyControl: true });
    const revoir = load(world.page);
    const recorder = world.give();

    await revoir.consent({ ux: true }, CONSENT);
    expect(world.touches).toEqual([]);
    expect(revoir.status().map(({ reason }) => reason)).toEqual(Array(3).fill("globalPrivacyControl"));
    await revoir.consent({ ux: true }, { ...CONSENT, act: true });

    expect(recorder.open).toHaveBeenCalledOnce();
  });

  it("takes a decision of more than six months ago for none", async () => {
    const revoir = load(world.page);
    const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
    const recorder = world.give();

    await revoir.consent({ ux: true }, { ...CONSENT, at: ago(183) });
    expect(world.scripts).toEqual([]);
    expect(revoir.status()[1]).toMatchObject({ state: "off", reason: "expired" });
    await revoir.consent({ ux: true }, { ...CONSENT, at: ago(180) });

    expect(recorder.open).toHaveBeenCalledOnce();
  });

  it("takes a refusal after consent for a withdrawal, of that purpose alone", async () => {
    const revoir = load(world.page);
    const recorder = world.give();
    await revoir.consent({ ux: true, errors: true }, CONSENT);
    world.local.setItem("revoir:receipts:demo", JSON.stringify([["ux", "aa", "2026-01-01T10"], ["errors", "bb", "2026-01-01T10"]]));
    world.local.setItem("revoir:proof:demo", JSON.stringify({ purposes: { ux: true, errors: true }, textVersion: "1", on: "2026-01-01" }));
    vi.mocked(fetch).mockClear();

    await revoir.consent({ ux: false });

    expect(recorder.drop).toHaveBeenCalledExactlyOnceWith(["ux"]);
    expect(revoir.status()[1]).toMatchObject({ state: "off", reason: "withdrawn" });
    expect(JSON.parse(world.local.getItem("revoir:receipts:demo") ?? "")).toEqual([["errors", "bb", "2026-01-01T10"]]);
    const asked = vi.mocked(fetch).mock.calls.map(([url, init]) => [String(url).split("/v1/")[1], JSON.parse(String(init?.body ?? null))]);
    expect(asked).toEqual([
      ["proofs", { site: "demo", purposes: { ux: false, errors: true }, text_version: "1", mechanism: "banner", act: "withdrawn" }],
      ["withdrawals", { receipt: "aa" }],
      // the words that confirm it
      ["sites/demo/texts", null],
    ]);
  });

  it("asks for no words of confirmation where nothing was agreed to", async () => {
    world.give();
    await load(world.page).withdraw();

    expect(fetch).not.toHaveBeenCalled();
  });

  it("says that the text has changed when the recorder finds out", async () => {
    const revoir = load(world.page);
    const recorder = world.give();
    await revoir.consent({ ux: true }, CONSENT);
    world.place?.end(["ux"], "changed");

    expect(recorder.drop).toHaveBeenCalledWith(["ux"]);
    expect(revoir.status()[1]).toMatchObject({ state: "off", reason: "changed" });
  });

  it("opens the rights page with the receipts in its fragment", () => {
    const opened = vi.fn();
    vi.stubGlobal("open", opened);
    world.local.setItem("revoir:receipts:demo", JSON.stringify([["ux", "aa", "2026-01-01T10"], ["errors", "bb", "2026-01-01T10"]]));

    load(world.page).rights();

    expect(opened).toHaveBeenCalledExactlyOnceWith("https://revoir.test/r/#demo.ux:aa.errors:bb", "_blank", "noopener");
  });

  it("fetches nothing for a visit that was not drawn", async () => {
    const entry = { purpose: "ux", policyVersion: 1, drawn: false, end: Date.now() + 1000 };
    world.shelf.setItem(keyOf("demo"), JSON.stringify({ ux: entry }));
    const revoir = load(world.page);

    await revoir.consent({ ux: true }, CONSENT);

    expect(fetch).not.toHaveBeenCalled();
    expect(revoir.status()[1]).toMatchObject({ state: "off", reason: "not-drawn" });
  });

  it("never rejects, whatever the page hands in", async () => {
    const revoir = load(world.page);

    await expect(revoir.consent(undefined as never, undefined as never)).resolves.toBeUndefined();
    await expect(revoir.withdraw(7 as never)).resolves.toBeUndefined();
  });

  it("says so when the recorder cannot be loaded", async () => {
    const revoir = load(world.page);

    const consented = revoir.consent({ ux: true }, CONSENT);
    await vi.waitFor(() => expect(world.scripts).toHaveLength(2));
    world.scripts[0]?.onerror?.();
    await consented;

    expect(revoir.status()[1]).toMatchObject({ state: "stopped", reason: "unreachable" });
  });

  it("withdraws what an earlier page of the tab recorded: clears first, then tells the server", async () => {
    const receipt = "ab".repeat(32);
    world.shelf.setItem(keyOf("demo"), JSON.stringify({ ux: { purpose: "ux", drawn: true, receipt } }));
    vi.stubGlobal("fetch", vi.fn(async () => {
      expect(world.shelf.length).toBe(0);
      return new Response(null, { status: 204 });
    }));

    world.give();
    await load(world.page).withdraw();

    expect(vi.mocked(fetch).mock.calls).toEqual([
      ["https://revoir.test/v1/withdrawals", expect.objectContaining({ ...QUIET, method: "POST", body: JSON.stringify({ receipt }) })],
      ["https://revoir.test/v1/sites/demo/texts", { ...QUIET, cache: "force-cache" }],
    ]);
  });

  it("keeps a withdrawal that nobody hears, and has it told when the network is back", async () => {
    vi.mocked(world.page.addEventListener).mockRestore();
    vi.useFakeTimers();
    world.give();
    world.local.setItem("revoir:receipts:demo", JSON.stringify([["ux", "aa", "2026-01-01T10"]]));
    vi.mocked(fetch).mockRejectedValue(new TypeError("no network"));

    const withdrawn = load(world.page).withdraw();
    await vi.advanceTimersByTimeAsync(20_000);
    await withdrawn;
    expect([...world.keys()]).toEqual(["revoir:pending:demo"]);
    expect(JSON.parse(world.local.getItem("revoir:pending:demo") ?? "")).toEqual([["aa", new Date().toISOString().slice(0, 10)]]);
    vi.mocked(fetch).mockResolvedValue(new Response(null, { status: 204 }));
    world.page.dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(world.local.length).toBe(0));
    vi.useRealTimers();
  });

  it("has the next page tell a withdrawal that waits, and gives it up after seven days", async () => {
    const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    world.local.setItem("revoir:pending:demo", JSON.stringify([["aa", day(6)], ["bb", day(8)]]));
    world.give();

    load(world.page);

    await vi.waitFor(() => expect(world.local.length).toBe(0));
    expect(vi.mocked(fetch).mock.calls.map(([, init]) => init?.body)).toEqual([JSON.stringify({ receipt: "aa" })]);
  });

  it("leaves a second copy of the snippet without effect", () => {
    const first = load(world.page);

    expect(load(world.page)).toBe(first);
  });
});
