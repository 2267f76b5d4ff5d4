import { describe, expect, it, vi } from "vitest";
import { contextOf, redact, type Page } from "../src/redact";
import { scrubSheet } from "../src/redact/css";
import { createPageCapture, type Watched } from "../src/page";
import type { RawEvent } from "../src/redact";
import type { Stream } from "../src/stream";
import { pageOf } from "./facts";

/** As much of an element as the redactor asks for. */
function elementOf(localName: string, attributes: Record<string, string>, more: object = {}): Element {
  return {
    localName,
    getAttributeNames: () => Object.keys(attributes),
    getAttribute: (name: string) => attributes[name] ?? null,
    closest: () => null,
    ...more,
  } as unknown as Element;
}

function mutate(page: Page, data: object): Record<string, unknown[]> {
  return redact(contextOf(page, []), { type: 3, data: { source: 0, ...data }, timestamp: 1 })?.data as Record<string, unknown[]>;
}

describe("an element that changes", () => {
  it("is told with the classes of all questions that it fits by then", () => {
    const page = pageOf({ elementOf: () => elementOf("div", { class: "card marie", "data-open": "", role: "tab" }) });
    scrubSheet(".card{}[data-open]{}[role=tab]{}[role=menu]{}", page.styles);

    const { attributes } = mutate(page, { attributes: [{ id: 5, attributes: { "data-open": "" } }] });

    expect(attributes).toEqual([{ id: 5, attributes: { class: "c1 c2 c3" } }]);
  });

  it("is told without classes where no sheet asks for what has changed", () => {
    const page = pageOf({ elementOf: () => elementOf("div", { class: "card", hidden: "" }) });
    scrubSheet(".card{}[role=tab]{}", page.styles);

    const { attributes } = mutate(page, { attributes: [{ id: 5, attributes: { hidden: "" } }] });

    expect(attributes).toEqual([{ id: 5, attributes: { hidden: "" } }]);
  });

  it("tells the value of a button as a text, and of a list's item none", () => {
    const [button, item] = [elementOf("input", { type: "submit" }), elementOf("li", {})];
    const page = pageOf({ elementOf: (id) => (id === 5 ? button : item) });

    const { attributes } = mutate(page, { attributes: [5, 6].map((id) => ({ id, attributes: { value: "Send it now" } })) });

    expect(attributes).toEqual([{ id: 5, attributes: { value: "***** ***** *" } }, { id: 6, attributes: {} }]);
  });

  it("shows nothing of the pace of what is written where the page can be edited", () => {
    const page = pageOf({ elementOf: () => elementOf("p", {}, { closest: () => elementOf("div", { contenteditable: "" }) }) });
    const context = contextOf(page, []);
    const write = (value: string): unknown => redact(context, { type: 3, data: { source: 0, texts: [{ id: 5, value }] }, timestamp: 1 })?.data;

    const told = ["D", "De", "Dear Marie", "", "x"].map(write);

    const texts = (values: string[]): object => ({ texts: values.map((value) => ({ id: 5, value })) });
    expect(told).toMatchObject([texts(["********"]), texts([]), texts([]), texts([""]), texts(["********"])]);
  });

  it("tells a blocked element's classes by all its attributes", () => {
    const page = pageOf({ elementOf: () => elementOf("img", { class: "photo", width: "10", "data-user": "marie" }) });
    scrubSheet(".photo{}img[width]{}", page.styles);
    const image = { type: 2, tagName: "img", id: 3, attributes: { class: "photo", rr_width: "1px", rr_height: "2px" }, childNodes: [] };

    const out = redact(contextOf(page, []), { type: 2, data: { node: image }, timestamp: 1 });

    expect(out?.data).toMatchObject({ node: { attributes: { class: "c1 c2", rr_width: "1px", rr_height: "2px" } } });
  });
});

describe("a field of S1", () => {
  it("says neither what is chosen in it nor what is written", () => {
    const page = pageOf({ secret: (id) => id === 3 });
    const option = { type: 2, tagName: "option", id: 4, attributes: { selected: true, value: "08", label: "August" }, childNodes: [{ type: 3, id: 5, textContent: "August" }] };
    const field = { type: 2, tagName: "select", id: 3, attributes: { value: "08", required: "" }, childNodes: [option] };

    const out = redact(contextOf(page, []), { type: 2, data: { node: field }, timestamp: 1 });

    expect(JSON.stringify(out?.data)).not.toMatch(/\*|selected|value|label/);
    expect(out?.data).toMatchObject({ node: { attributes: { required: "" } } });
  });

  it("tells of no change of its text or value", () => {
    const page = pageOf({ secret: () => true });

    const out = mutate(page, { texts: [{ id: 3, value: "4111" }], attributes: [{ id: 3, attributes: { value: "4111", checked: "", required: "" } }] });

    expect(out).toMatchObject({ texts: [], attributes: [{ id: 3, attributes: { required: "" } }] });
  });
});

describe("what leaves", () => {
  it("is told to whoever asks, by the rule that let it out", () => {
    const heard: string[] = [];
    const page = pageOf({ tell: (rule, text) => void heard.push(`${rule}: ${text}`) });
    const sheet = { type: 2, tagName: "style", id: 2, attributes: { _cssText: ".a{}" }, childNodes: [] };
    const link = { type: 2, tagName: "my-card", id: 3, attributes: { class: "a", dir: "rtl", title: "x" }, childNodes: [{ type: 3, id: 4, textContent: "Marie" }] };

    redact(contextOf(page, []), { type: 2, data: { node: { type: 0, id: 1, childNodes: [sheet, link] } }, timestamp: 1 });

    expect(heard).toEqual(["element: style", "css: .c1{}", "name: x-c2", "name: c1", "plain word: rtl", "text mask: ********", "event: 2"]);
  });
});

describe("names that come late", () => {
  const insert = (rule: string): RawEvent => ({ type: 3, data: { source: 8, id: 2, adds: [{ rule }] }, timestamp: 1 });

  function setUp() {
    vi.useFakeTimers();
    const told: unknown[] = [];
    const stream = { policy: { routes: [], collection: {} }, entry: {}, take: (event: { data: unknown }) => void told.push(event.data), count() {}, finish() {} };
    const attributes = [{ id: 9, attributes: { class: "b" } }];
    const late = vi.fn((): RawEvent | undefined => ({ type: 3, data: { source: 0, attributes }, timestamp: 2 }));
    let take: (event: RawEvent) => void = () => {};
    const start = (given: typeof take) => ((take = given), { snapshot() {}, stop() {} });
    const watched: Watched = { ...pageOf(), late, isTyped: () => false };
    const watch = { page: () => watched, start, path: () => "/", now: () => 0, onPath: () => () => {}, signs: () => () => {} };
    createPageCapture(watch).join(stream as unknown as Stream, () => {});
    return { told, late, take: (event: RawEvent) => take(event) };
  }

  it("are told of the elements that carry them, once for all that one task brings", () => {
    const { told, late, take } = setUp();

    take(insert(".b{}"));
    take(insert(".c[d]{}"));
    vi.runAllTimers();

    expect(late).toHaveBeenCalledOnce();
    expect(late.mock.calls[0]).toEqual([[expect.stringContaining('[class~="b"]'), expect.stringContaining('[class~="c"]'), "[d]"]]);
    expect(told.at(-1)).toMatchObject({ source: 0, attributes: [{ id: 9, attributes: { class: "c1" } }] });
  });

  it("need not be told after a full snapshot, nor again", () => {
    const { late, take } = setUp();

    take({ type: 2, data: { node: { type: 2, tagName: "style", id: 2, attributes: { _cssText: ".b{}" }, childNodes: [] } }, timestamp: 1 });
    take(insert(".b:hover{}"));
    vi.runAllTimers();

    expect(late).not.toHaveBeenCalled();
  });
});

describe("a name", () => {
  it("is never taken for an element, a property or a question that is spelled like it", () => {
    const { styles } = pageOf();
    scrubSheet("my-card[open]{--my-card:1}", styles);

    expect([" my-card", "my-card", "--my-card", "  my-card", " [open]"].map(styles.names.keep)).toEqual(["", "", "", "", ""]);
  });
});

describe("selectors of late names", () => {
  it("are such as a browser can read, whatever the name", () => {
    const { styles } = pageOf();
    scrubSheet('.a\\"b\\\\{}[x\\:y="p\\"q" i]{}', styles);

    expect(styles.names.fresh()).toEqual([
      '[class~="a\\"b\\\\"],[id="a\\"b\\\\"],[part~="a\\"b\\\\"],[slot="a\\"b\\\\"]',
      '[x\\:y="p\\"q" i]',
    ]);
  });
});
