import { describe, expect, it, vi } from "vitest";
import { factsOf } from "../src/consent";
import { createFanOut } from "../src/fanout";
import { IDLE_MS, watchIdle } from "../src/idle";
import { createPageCapture } from "../src/page";
import type { RawEvent } from "../src/redact";
import type { Stream } from "../src/stream";
import type { Policy, Sign } from "../src/types";
import { pageOf } from "./facts";

interface Taken {
  data: unknown;
  json: string;
}

function streamOf(routes: string[], rules: Partial<Pick<Policy, "pages" | "block" | "collection">> = {}): Stream & { taken: Taken[]; counted: [number, number][] } {
  const taken: Taken[] = [];
  const counted: [number, number][] = [];
  return {
    taken,
    counted,
    policy: { routes, collection: {}, ...rules },
    entry: {},
    take: (event: { data: unknown }, json: string) => void taken.push({ data: event.data, json }),
    count: (masked: number, dropped: number) => void counted.push([masked, dropped]),
    finish: vi.fn(),
  } as unknown as ReturnType<typeof streamOf>;
}

const META: RawEvent = { type: 4, data: { href: "/a/b", width: 1, height: 2 }, timestamp: 1 };

describe("the fan-out", () => {
  it("redacts once for streams that mask alike, and apart where routes differ", () => {
    const [one, two, other] = [streamOf(["/"]), streamOf(["/"]), streamOf(["/a/:x"])];
    const fanOut = createFanOut(pageOf());
    [one, two, other].forEach((stream) => fanOut.add(stream));

    fanOut.take(META);

    expect(one.taken[0]?.data).toBe(two.taken[0]?.data);
    expect(one.taken[0]).toMatchObject({ data: { href: "/*/*" } });
    expect(one.counted).toEqual([[1, 0]]);
    expect(other.taken[0]?.data).toMatchObject({ href: "/a/:x" });
  });

  it("passes no mutation on of which nothing is left", () => {
    const stream = streamOf([]);
    const fanOut = createFanOut(pageOf());
    fanOut.add(stream);

    const attributes = [{ id: 1, attributes: { "data-user": "Marie" } }];
    fanOut.take({ type: 3, data: { source: 0, texts: [], attributes, removes: [], adds: [] }, timestamp: 1 });

    expect(stream.taken).toEqual([]);
    expect(stream.counted).toEqual([[0, 1]]);
  });
});

describe("a picture of the page that cannot be told", () => {
  const picture = (node: object): RawEvent => ({ type: 2, data: { node }, timestamp: 1 });
  const cells = Array.from({ length: 250_000 }, (_one, id) => ({ type: 2, tagName: "td", id, attributes: {}, childNodes: [] }));

  it.each([
    ["recorder-failed", { type: 2, data: {}, timestamp: 1 }],
    ["page-too-large", picture({ type: 2, tagName: "tr", id: 1, attributes: {}, childNodes: cells })],
  ])("ends the recording and says why: %s", (reason, event) => {
    const stream = streamOf([]);
    const fanOut = createFanOut(pageOf());
    fanOut.add(stream);

    fanOut.take(event);

    expect(stream.finish).toHaveBeenCalledWith(reason);
    expect(stream.taken).toEqual([]);
  });
});

describe("the page's capture", () => {
  const setUp = () => {
    const capture = { snapshot: vi.fn(), stop: vi.fn() };
    const place = { path: "/shop/rose", look: () => {}, watched: false, time: 0 };
    const start = vi.fn((_take: (event: RawEvent) => void, _block: readonly string[], _fail: (reason: string) => void) => capture);
    const watched = { ...pageOf(), late: () => undefined, isTyped: (event: RawEvent) => event.timestamp === 0 };
    const onPath = (look: () => void) => {
      Object.assign(place, { look, watched: true });
      return () => void (place.watched = false);
    };
    const deafen = vi.fn();
    const signs = vi.fn((_requests: boolean, _tell: (sign: Sign) => void) => deafen);
    const page = createPageCapture({ page: () => watched, start, path: () => place.path, onPath, signs, now: () => place.time });
    return { capture, start, page, place, signs, deafen, emit: (event: RawEvent) => start.mock.calls.at(-1)?.[0](event) };
  };

  it("tells every stream the kind of what fails, so many times and no more, while one is fed", () => {
    const { page, signs, deafen } = setUp();
    const [one, two] = [streamOf(["/"]), streamOf(["/x"])];
    [one, two].forEach((stream) => page.join(stream, () => {}));
    const tell = signs.mock.calls.at(-1)?.[1];

    for (let times = 0; times < 150; times += 1) tell?.("javascript_error");

    const sign = (kind: Sign) => ({ data: { tag: "revoir.sign", payload: { kind } } });
    for (const { taken } of [one, two]) {
      expect(taken).toHaveLength(100);
      expect(taken[0]).toMatchObject(sign("javascript_error"));
    }
    deafen.mockReset();
    [one, two].forEach((stream) => page.part(stream));
    expect(deafen).toHaveBeenCalled();
  });

  it("asks for requests only where a policy of a stream that is fed does", () => {
    const { page, signs } = setUp();
    const asking = streamOf(["/"], { collection: { measure: "L3", requests: true } });

    page.join(streamOf(["/"]), () => {});
    expect(signs.mock.calls.map(([requests]) => requests)).toEqual([false]);
    page.join(asking, () => {});
    expect(signs.mock.calls.at(-1)?.[0]).toBe(true);
  });

  it("tells of requests only the streams whose policies ask, and listens for them no longer than one does", () => {
    const { page, signs, deafen } = setUp();
    const [asking, other] = [streamOf(["/"], { collection: { measure: "L3", requests: true } }), streamOf(["/"])];
    [asking, other].forEach((stream) => page.join(stream, () => {}));

    signs.mock.calls.at(-1)?.[1]("failed_request");
    expect([asking.taken.length, other.taken.length]).toEqual([1, 0]);

    deafen.mockReset();
    const times = signs.mock.calls.length;
    page.part(asking);
    expect(deafen).toHaveBeenCalledOnce();
    expect(signs.mock.calls.slice(times).map(([requests]) => requests)).toEqual([false]);
  });

  it("listens on, undisturbed, when the path changes", () => {
    const { page, place, signs, deafen } = setUp();
    page.join(streamOf(["/"], { pages: { record_only: [], never_record: ["/none"] } }), () => {});
    deafen.mockReset();
    const times = signs.mock.calls.length;

    place.path = "/shop/tulip";
    place.look();

    expect(deafen).not.toHaveBeenCalled();
    expect(signs).toHaveBeenCalledTimes(times);
  });

  it("starts with the first stream, snapshots for the next, and stops with the last", () => {
    const { capture, start, page } = setUp();
    const [one, two] = [streamOf(["/"]), streamOf(["/"])];
    const release = vi.fn();

    page.join(one, release);
    expect(capture.snapshot).not.toHaveBeenCalled();
    page.join(two, release);
    expect(start).toHaveBeenCalledOnce();
    expect(capture.snapshot).toHaveBeenCalledOnce();

    page.part(one);
    expect(capture.stop).not.toHaveBeenCalled();
    page.part(two);
    expect(capture.stop).toHaveBeenCalledOnce();
    expect(release).toHaveBeenCalledTimes(2);
  });

  it("ends all its streams where redaction takes too much of the page's time", () => {
    const { page, emit, place } = setUp();
    const stream = streamOf([]);
    const slow = { ...stream, take: () => void (place.time += 1_600) } as unknown as Stream;

    page.join(slow, () => {});
    emit(META);
    expect(slow.finish).not.toHaveBeenCalled();
    place.time += 20_000;
    emit(META);
    expect(slow.finish).not.toHaveBeenCalled();
    emit(META);

    expect(slow.finish).toHaveBeenCalledWith("too-costly");
  });

  it("lets no input through that nobody may know of", () => {
    const { page, emit } = setUp();
    const stream = streamOf([]);

    page.join(stream, () => {});
    emit(META);
    emit({ type: 3, data: { source: 5, id: 4, text: "********" }, timestamp: 0 });

    expect(stream.taken).toHaveLength(1);
  });

  it("does not observe a page that is never to be recorded, and goes on after it", () => {
    const { capture, start, page, place, emit } = setUp();
    const stream = streamOf([], { pages: { never_record: ["/account/*"] } });

    page.join(stream, () => {});
    expect(start).toHaveBeenCalledOnce();
    place.path = "/account/orders/7";
    emit(META);
    expect(stream.taken).toEqual([]);
    expect(capture.stop).toHaveBeenCalledOnce();
    expect(page.rests(stream)).toBe("page-not-recorded");
    place.path = "/account";
    place.look();
    expect(start).toHaveBeenCalledTimes(2);
    expect(page.rests(stream)).toBe(false);
    page.part(stream);

    expect(place.watched).toBe(false);
  });

  it("observes nothing outside the only pages that are recorded", () => {
    const { start, page, place } = setUp();
    const [some, all] = [streamOf([], { pages: { record_only: ["/help/:topic"] } }), streamOf([])];

    page.join(some, () => {});
    expect(start).not.toHaveBeenCalled();
    page.join(all, () => {});
    expect([page.rests(some), page.rests(all)]).toEqual(["page-not-recorded", false]);
    place.path = "/help/";
    place.look();
    expect(page.rests(some)).toBe("page-not-recorded");
    place.path = "/help/size";
    place.look();

    expect(page.rests(some)).toBe(false);
  });

  it("blocks what any of its streams has blocked, and starts anew for one that blocks more", () => {
    vi.stubGlobal("document", { createDocumentFragment: () => ({ querySelector: () => null }) });
    const { start, page } = setUp();

    page.join(streamOf([], { block: [".map"] }), () => {});
    page.join(streamOf([], { block: ["#chat"] }), () => {});

    expect(start.mock.calls.map(([, block]) => block)).toEqual([[".map"], [".map", "#chat"]]);
  });

  it("ends a stream whose selector the browser cannot read", () => {
    const querySelector = () => {
      throw new SyntaxError("not a selector");
    };
    vi.stubGlobal("document", { createDocumentFragment: () => ({ querySelector }) });
    const { start, page } = setUp();
    const stream = streamOf([], { block: ["::"] });

    page.join(stream, () => {});

    expect(stream.finish).toHaveBeenCalledWith("selector-not-valid");
    expect(start).not.toHaveBeenCalled();
  });

  it("takes what the page tells while its capture starts", () => {
    const { start, page, capture } = setUp();
    start.mockImplementation((take) => {
      take(META);
      return capture;
    });
    const stream = streamOf([]);

    page.join(stream, () => {});

    expect(stream.taken).toHaveLength(1);
  });

  it("ends its streams when the page cannot be captured any more", () => {
    const { start, page } = setUp();
    const stream = streamOf([]);
    page.join(stream, () => {});

    start.mock.calls[0]?.[2]("page-too-deep");

    expect(stream.finish).toHaveBeenCalledWith("page-too-deep");
  });

  it("ends no stream that rests when the page cannot be captured any more", () => {
    const { start, page, place } = setUp();
    const [fed, resting] = [streamOf([]), streamOf([], { pages: { record_only: ["/help/:topic"] } })];
    page.join(fed, () => {});
    page.join(resting, () => {});

    start.mock.calls[0]?.[2]("page-too-deep");
    page.part(fed);
    place.path = "/help/size";
    place.look();

    expect(fed.finish).toHaveBeenCalledWith("page-too-deep");
    expect(resting.finish).not.toHaveBeenCalled();
    expect(start).toHaveBeenCalledTimes(2);
  });

  it("ends a stream where the recorder cannot start", () => {
    const { start, page } = setUp();
    start.mockImplementation(() => {
      throw new Error("an odd page");
    });
    const stream = streamOf([]);

    page.join(stream, () => {});

    expect(stream.finish).toHaveBeenCalledWith("recorder-failed");
  });
});

describe("idleness", () => {
  it("begins a minute after the last interaction and ends with the next", () => {
    let now = 0;
    const target = new EventTarget();
    const woken = vi.fn();
    const idle = watchIdle(target, () => now, woken);

    now = IDLE_MS;
    expect(idle.isIdle()).toBe(false);
    target.dispatchEvent(new Event("pointermove"));
    expect(woken).not.toHaveBeenCalled();
    now = 2 * IDLE_MS + 1;
    expect(idle.isIdle()).toBe(true);
    target.dispatchEvent(new Event("keydown"));

    expect(idle.isIdle()).toBe(false);
    expect(woken).toHaveBeenCalledOnce();
  });
});

describe("consent", () => {
  it("tells the hour of the decision, and at most 64 characters of its mechanism", () => {
    const facts = factsOf({ mechanism: "😀".repeat(70), textVersion: "1" }, Date.UTC(2026, 10, 21, 10, 15, 42));

    expect(facts).toEqual({ text_version: "1", mechanism: "😀".repeat(64), at: "2026-11-21T10:00:00Z" });
  });
});
