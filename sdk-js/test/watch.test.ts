import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchTriggers } from "../src/ring/watch";
import type { Trigger } from "../src/types";

const META = 4;
const FULL = 2;
const CART: Trigger = { on: "url", pattern: "/cart" };
const OFFER: Trigger = { on: "element", selector: ".offer" };

describe("a trigger", () => {
  const page = { pathname: "/cart", hash: "" };
  const querySelector = vi.fn<() => object | null>();

  beforeEach(() => {
    Object.assign(page, { pathname: "/cart", hash: "" });
    querySelector.mockReset().mockReturnValue({});
    vi.stubGlobal("location", page);
    vi.stubGlobal("document", { querySelector });
  });
  afterEach(() => vi.unstubAllGlobals());

  function watch(triggers: Trigger[], from: string | undefined) {
    const fired = vi.fn<(trigger: number) => void>();
    const watcher = watchTriggers(triggers, { targetOf: () => undefined, from }, fired);
    const arrive = (path: string): void => {
      page.pathname = path;
      watcher.see(META, 1, {});
      watcher.see(FULL, 2, {});
    };
    return { fired, arrive };
  }

  it("does not fire for the address at which the visit began, however often one comes back", () => {
    const { fired, arrive } = watch([CART], "/cart");
    for (const path of ["/cart", "/", "/cart"]) arrive(path);
    expect(fired).not.toHaveBeenCalled();
  });

  it("fires for an address that one comes to, and where it is not known at which the visit began", () => {
    const { fired, arrive } = watch([CART], "/");
    arrive("/");
    expect(fired).not.toHaveBeenCalled();
    arrive("/cart");
    expect(fired.mock.calls).toEqual([[0]]);

    const unknown = watch([CART], undefined);
    unknown.arrive("/cart");
    expect(unknown.fired).toHaveBeenCalledOnce();
  });

  it("does not fire for an element that is there when the visit begins, and does once it comes anew", () => {
    const { fired, arrive } = watch([CART, OFFER], "/cart");
    arrive("/cart");
    expect(fired).not.toHaveBeenCalled();
    querySelector.mockReturnValue(null);
    arrive("/");
    querySelector.mockReturnValue({});
    arrive("/about");
    expect(fired.mock.calls).toEqual([[1]]);
  });

  it("fires for an element that is there on a page that one comes to", () => {
    const { fired, arrive } = watch([OFFER], "/");
    arrive("/cart");
    expect(fired.mock.calls).toEqual([[0]]);
  });
});
