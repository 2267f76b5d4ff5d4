import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { editorOf } from "../src/redact/editors";
import { createSecretFields } from "../src/secret";

type Made = HTMLInputElement & { given: Record<string, string> };

/** An element as far as the rule looks at it. */
function field(given: Record<string, string>, tagName = "INPUT", more: object = {}): Made {
  return {
    nodeType: 1,
    tagName,
    given,
    value: "",
    getAttribute: (name: string) => given[name] ?? null,
    hasAttribute: (name: string) => name in given,
    closest: () => null,
    ...more,
  } as unknown as Made;
}

/** An element that says whether it can be edited, in another. */
function within(given: Record<string, string>, parentElement?: Element, tagName = "DIV"): Made {
  const made = field(given, tagName, { parentElement, closest: (): Made => made });
  return made;
}

const byContent = (): ReturnType<typeof createSecretFields> => createSecretFields(() => (text) => text.includes("4111111111111111"));

beforeEach(() => {
  vi.stubGlobal("getComputedStyle", (element: Made) => ({
    getPropertyValue: () => element.given["text-security"] ?? "none",
  }));
  vi.stubGlobal("document", { querySelectorAll: () => [] });
});
afterEach(() => void vi.unstubAllGlobals());

describe("S1 fields", () => {
  it.each([
    [{ type: "password" }],
    [{ autocomplete: "cc-number" }],
    [{ autocomplete: "section-a billing cc-csc" }],
    [{ autocomplete: "one-time-code" }],
    [{ autocomplete: "new-password" }],
    [{ name: "userPassword" }],
    [{ id: "card_number" }],
    [{ name: "cardNumber" }],
    [{ name: "cvv" }],
    [{ id: "payment-cvc" }],
    [{ name: "iban" }],
    [{ name: "numero_nir" }],
    [{ name: "ssn" }],
    [{ name: "apiKey" }],
    [{ name: "csrf_token" }],
    [{ placeholder: "Numéro de sécurité sociale" }],
    [{ "aria-label": "Verification code" }],
    [{ name: "allergies" }],
    [{ name: "medical-history" }],
    [{ id: "religion" }],
    [{ name: "message" }],
    [{ "data-rr-is-password": "true", type: "text" }],
    [{ "text-security": "disc" }],
  ])("%j is one", (attributes) => {
    expect(byContent().has(field(attributes as unknown as Record<string, string>))).toBe(true);
  });

  it.each([[{ name: "email" }], [{ name: "company" }], [{ id: "shipping" }], [{ name: "caribou" }], [{ type: "search" }], [{ name: "map" }], [{}]])(
    "%j is none",
    (attributes) => {
      expect(byContent().has(field(attributes as unknown as Record<string, string>))).toBe(false);
    },
  );

  it("is told by its label too", () => {
    expect(byContent().has(field({ name: "f7" }, "INPUT", { labels: [{ textContent: "Card number" }] }))).toBe(true);
  });

  it("is remembered after a toggle has shown the password", () => {
    const attributes: Record<string, string> = { type: "password" };
    const shown = field(attributes);
    const fields = byContent();

    fields.has(shown);
    attributes.type = "text";

    expect(fields.has(shown)).toBe(true);
  });

  it("is a field or an editor: other elements and nodes are none", () => {
    expect(byContent().has(field({ id: "password-help" }, "DIV"))).toBe(false);
    expect(byContent().has(undefined)).toBe(false);
    expect(byContent().has({ nodeType: 3 } as Node)).toBe(false);
  });

  it("reaches all that stands in an editor", () => {
    const editor = field({ contenteditable: "true", "aria-label": "Message" }, "DIV");
    const inside = { nodeType: 3, parentElement: field({}, "SPAN", { closest: () => editor }) } as unknown as Node;

    expect(byContent().has(inside)).toBe(true);
  });

  it("stays one while it is closed to editing", () => {
    const attributes: Record<string, string> = { contenteditable: "true", "aria-label": "Message" };
    const editor = within(attributes);
    const fields = byContent();

    expect(fields.has(editor)).toBe(true);
    attributes.contenteditable = "false";

    expect(fields.has(editor)).toBe(true);
  });
});

describe("what can be edited", () => {
  const outside = within({ contenteditable: "true" });

  it.each([[""], ["true"], ["TRUE"], ["plaintext-only"]])("begins at a contenteditable of %j", (said) => {
    const element = within({ contenteditable: said });

    expect(editorOf(element)).toBe(element);
  });

  it.each([["false"], ["False"]])("ends at one of %j", (said) => {
    expect(editorOf(within({ contenteditable: said }, outside))).toBeUndefined();
  });

  it.each([["inherit"], ["no such word"]])("is left to its parent by one of %j", (said) => {
    expect(editorOf(within({ contenteditable: said }, outside))).toBe(outside);
    expect(editorOf(within({ contenteditable: said }))).toBeUndefined();
  });

  it.each([["true"], ["false"]])("is a textarea, whatever is said of it: %j", (said) => {
    const area = within({ contenteditable: said }, outside, "TEXTAREA");

    expect(editorOf(area)).toBe(area);
  });
});

describe("what stands in a field", () => {
  it("makes it an S1 field for good where a detector knows it", () => {
    const plain = field({ name: "note" });
    const fields = byContent();

    expect(fields.holds(plain)).toBe(false);
    plain.value = "my card 4111111111111111";
    expect(fields.holds(plain)).toBe(true);
    plain.value = "";

    expect(fields.has(plain)).toBe(true);
  });

  it("is told of no field before the detectors are there", () => {
    expect(createSecretFields(() => undefined).holds(field({ name: "note" }))).toBe(true);
  });

  it("is asked for of no choice, with or without the detectors", () => {
    const before = createSecretFields(() => undefined);

    expect(before.holds(field({ name: "country" }, "SELECT"))).toBe(false);
    expect(before.holds(field({ name: "size" }, "INPUT", { type: "radio" }))).toBe(false);
    expect(before.holds(field({ name: "size" }, "INPUT", { type: "text" }))).toBe(true);
  });

  it("is a password's where the same stands in a field that is known", () => {
    const [known, copy] = [field({ type: "password" }), field({ name: "note" })];
    vi.stubGlobal("document", { querySelectorAll: () => [known, copy] });
    const fields = byContent();
    known.value = "correct horse";
    fields.has(known);
    copy.value = "correct";

    expect(fields.holds(copy)).toBe(false);
    copy.value = "correct horse";

    expect(fields.holds(copy)).toBe(true);
  });

  it("is put together from fields that stand side by side", () => {
    const near = { querySelectorAll: () => four };
    const four: Made[] = ["4111", "1111", "1111", "1111"].map((value) => field({ name: "q" }, "INPUT", { value, closest: () => near }));
    const fields = byContent();

    expect(fields.holds(four[0])).toBe(true);

    expect(four.every((each) => fields.has(each))).toBe(true);
  });
});
