import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keyOf } from "../src/kept";
import { install } from "../src/loader";
import type { CreateRecorder, Revoir } from "../src/types";
import { fakeShelf } from "./net";

const QUIET = { credentials: "omit", referrerPolicy: "strict-origin" };

const SOURCE = "https://revoir.test/sdk/revoir.js";

/** A page of which every touch is noted. */
function fakePage() {
  const scripts: { src: string; referrerPolicy?: string; revoir?: (create: CreateRecorder) => void; onerror?: () => void }[] = [];
  const shelf = fakeShelf();
  const touches: string[] = [];
  const note = <T>(name: string, value: T): T => {
    touches.push(name);
    return value;
  };
  vi.stubGlobal("RECORDER", "recorder-abc.js");
  vi.stubGlobal("fetch", vi.fn(() => note("fetch", Promise.resolve(new Response("{}", { status: 200 })))));
  vi.stubGlobal("document", {
    createElement: () => note("createElement", {}),
    head: { append: (script: (typeof scripts)[number]) => scripts.push(script) },
  });
  const page = new EventTarget() as unknown as Window & { revoir?: unknown };
  Object.defineProperty(page, "sessionStorage", { get: () => note("sessionStorage", shelf) });
  vi.stubGlobal("window", page);
  vi.spyOn(page, "addEventListener").mockImplementation((name) => void touches.push(name));
  return { page, scripts, shelf, touches };
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

  it("asks the origin of its own script for policy and recorder after consent", async () => {
    const revoir = load(world.page);
    const recorder = { consent: vi.fn(async () => {}) } as unknown as Revoir;

    const consented = revoir.consent({ ux: true }, CONSENT);
    await vi.waitFor(() => expect(world.scripts).toHaveLength(1));
    world.scripts[0]?.revoir?.(() => recorder);
    await consented;

    expect(fetch).toHaveBeenCalledExactlyOnceWith("https://revoir.test/v1/sites/demo/policy", QUIET);
    expect(world.scripts[0]?.referrerPolicy).toBe("strict-origin");
    expect(world.scripts[0]?.src).toBe("https://revoir.test/sdk/recorder-abc.js");
    expect(recorder.consent).toHaveBeenCalledWith({ ux: true }, CONSENT);
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
    await vi.waitFor(() => expect(world.scripts).toHaveLength(1));
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

    await load(world.page).withdraw();

    expect(fetch).toHaveBeenCalledExactlyOnceWith(
      "https://revoir.test/v1/withdrawals",
      expect.objectContaining({ ...QUIET, method: "POST", body: JSON.stringify({ receipt }) }),
    );
  });

  it("leaves a second copy of the snippet without effect", () => {
    const first = load(world.page);

    expect(load(world.page)).toBe(first);
  });
});
