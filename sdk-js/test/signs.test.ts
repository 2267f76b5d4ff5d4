import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { watchSigns } from "../src/signs";

const BASE = "https://revoir.test/sdk/revoir.js";
const OURS = "at act (https://revoir.test/sdk/recorder-0123456789ab.js:1:2)";
const THEIRS = "at act (https://page.test/app.js:3:4)";

/** An event as a browser makes one. */
const event = (type: string, fields: object): Event => Object.assign(new Event(type), fields);
const failed = (...frames: string[]): Error => Object.assign(new Error("Marie"), { stack: ["Error: Marie", ...frames].join("\n    ") });

describe("what fails on the page", () => {
  beforeEach(() => void vi.stubGlobal("window", new EventTarget()));
  afterEach(() => vi.unstubAllGlobals());

  it("is told by its kind, until it is stopped", () => {
    const tell = vi.fn();
    const stop = watchSigns(BASE, false, tell);

    window.dispatchEvent(event("error", { error: failed(THEIRS), filename: "https://page.test/app.js" }));
    window.dispatchEvent(event("error", { error: null, filename: "" }));
    window.dispatchEvent(event("unhandledrejection", { reason: failed(OURS, THEIRS) }));
    window.dispatchEvent(event("unhandledrejection", { reason: undefined }));
    expect(tell.mock.calls.flat()).toEqual(["javascript_error", "javascript_error", "unhandled_rejection", "unhandled_rejection"]);

    stop();
    window.dispatchEvent(event("error", { error: failed(THEIRS) }));
    expect(tell).toHaveBeenCalledTimes(4);
  });

  it("is not told where the SDK itself began it, nor where a stack cannot be read", () => {
    const tell = vi.fn();
    watchSigns(BASE, false, tell);
    const hostile = { get stack(): string { throw new Error("no"); } };

    window.dispatchEvent(event("error", { error: failed(THEIRS, OURS) }));
    window.dispatchEvent(event("error", { filename: "https://revoir.test/sdk/ring-0123456789ab.js" }));
    window.dispatchEvent(event("unhandledrejection", { reason: failed(OURS) }));
    window.dispatchEvent(event("unhandledrejection", { reason: hostile }));

    expect(tell).not.toHaveBeenCalled();
  });
});
