import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchRequests } from "../src/requests/requests";

const HOST = "https://revoir.test";
const SDK = `${HOST}/sdk/`;

function watch(failed: () => void): () => void {
  const life = new AbortController();
  watchRequests(SDK, failed, life.signal);
  return () => life.abort();
}

describe("requests of the page", () => {
  const native = vi.fn();

  beforeEach(() => {
    native.mockReset();
    vi.stubGlobal("window", { fetch: native });
    vi.stubGlobal("document", { baseURI: "https://page.test/" });
    vi.stubGlobal("PerformanceObserver", class { observe() {} disconnect() {} });
  });
  afterEach(() => vi.unstubAllGlobals());

  it("are told where they fail, and are the page's all the same", async () => {
    const failed = vi.fn();
    const stop = watch(failed);

    native.mockResolvedValueOnce(new Response("a", { status: 200 }));
    expect(await (await window.fetch("/a")).text()).toBe("a");
    expect(failed).not.toHaveBeenCalled();

    native.mockResolvedValueOnce(new Response("b", { status: 500 }));
    expect((await window.fetch("/b")).status).toBe(500);
    expect(failed).toHaveBeenCalledTimes(1);

    const lost = new TypeError("no network");
    native.mockRejectedValueOnce(lost);
    await expect(window.fetch("/c")).rejects.toBe(lost);
    expect(failed).toHaveBeenCalledTimes(2);
    stop();
  });

  it("are no failures where the page gave them up, or where they are the SDK's own", async () => {
    const failed = vi.fn();
    const stop = watch(failed);
    const left = new AbortController();
    left.abort("the page's own reason");

    native.mockRejectedValueOnce("the page's own reason");
    await expect(window.fetch("/a", { signal: left.signal })).rejects.toBe("the page's own reason");
    for (const ours of ["batches", "proofs"]) {
      native.mockResolvedValueOnce(new Response("", { status: 503 }));
      await window.fetch(`${HOST}/v1/${ours}`);
    }
    expect(failed).not.toHaveBeenCalled();

    native.mockResolvedValueOnce(new Response("", { status: 503 }));
    await window.fetch(`${HOST}/v1/orders`);
    expect(failed).toHaveBeenCalledOnce();
    stop();
  });

  it("are the page's own again as soon as nobody listens, and are not touched when that was before", () => {
    const stop = watch(() => {});
    expect(window.fetch).not.toBe(native);
    stop();
    expect(window.fetch).toBe(native);

    watchRequests(SDK, () => {}, AbortSignal.abort());
    expect(window.fetch).toBe(native);
  });
});
