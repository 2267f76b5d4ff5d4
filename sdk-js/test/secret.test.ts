import { describe, expect, it } from "vitest";
import { createSecretFields } from "../src/secret";

/** An element as far as the rule looks at it. */
function field(attributes: Record<string, string>, tagName = "INPUT"): Element & { type: string } {
  return {
    tagName,
    getAttribute: (name: string) => attributes[name] ?? null,
    hasAttribute: (name: string) => name in attributes,
  } as unknown as Element & { type: string };
}

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
    [{ "data-rr-is-password": "true", type: "text" }],
  ])("%j is one", (attributes) => {
    expect(createSecretFields().has(field(attributes as unknown as Record<string, string>))).toBe(true);
  });

  it.each([[{ name: "email" }], [{ name: "company" }], [{ id: "shipping" }], [{ name: "caribou" }], [{ type: "search" }], [{}]])(
    "%j is none",
    (attributes) => {
      expect(createSecretFields().has(field(attributes as unknown as Record<string, string>))).toBe(false);
    },
  );

  it("is remembered after a toggle has shown the password", () => {
    const attributes: Record<string, string> = { type: "password" };
    const shown = field(attributes);
    const fields = createSecretFields();

    fields.has(shown);
    attributes.type = "text";

    expect(fields.has(shown)).toBe(true);
  });

  it("is a field: other elements and nodes are none", () => {
    expect(createSecretFields().has(field({ id: "password-help" }, "DIV"))).toBe(false);
    expect(createSecretFields().has(undefined)).toBe(false);
    expect(createSecretFields().has({ nodeType: 3 } as Node)).toBe(false);
  });
});
