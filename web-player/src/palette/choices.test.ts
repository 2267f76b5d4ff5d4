import { describe, expect, it } from "vitest";
import { findId, findMoment, matching } from "./choices";
import type { Choice } from "./choices";

const choices: Choice[] = [
  { id: "1", group: "screens", label: "Expérience utilisateur", detail: "Boutique" },
  { id: "2", group: "screens", label: "Erreurs", detail: "Boutique" },
  { id: "3", group: "actions", label: "Se déconnecter" },
];

describe("the palette", () => {
  it("finds by the beginnings of words, whatever their accents, case and order", () => {
    expect(matching(choices, "bout EXPE").map(({ id }) => id)).toEqual(["1"]);
    expect(matching(choices, "deconn").map(({ id }) => id)).toEqual(["3"]);
    expect(matching(choices, "tique")).toEqual([]);
  });

  it("offers everything while nothing is asked", () => {
    expect(matching(choices, "  ")).toHaveLength(3);
  });

  it("reads a recording's id out of an address", () => {
    const id = "0b8f3c1e-5a5d-4c3e-9f42-6f1d2f7a9b10";
    expect(findId(`https://revoir.example/sites/shop/ux/recordings/${id.toUpperCase()}`)).toBe(id);
    expect(findId("0b8f3c1e")).toBeUndefined();
  });

  it("keeps the moment that an address names", () => {
    expect(findMoment("https://revoir.example/recordings/0b8f?t=12.5")).toBe(12.5);
    expect(findMoment("https://revoir.example/recordings/0b8f?x=1&t=3#a")).toBe(3);
    expect(findMoment("https://revoir.example/recordings/0b8f?t=soon")).toBeUndefined();
  });
});
