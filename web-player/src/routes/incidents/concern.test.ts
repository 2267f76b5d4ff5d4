import { describe, expect, it } from "vitest";
import { concernOf, endsBefore, readSearch, searchOf, toInstant, toLocal, typedOf } from "./concern";

const NOTHING = { purpose: "" as const, route: "", rule: "", from: "", until: "" };

describe("what an incident concerns", () => {
  it("goes from the fields to the address and back, and asks for nothing that was left empty", () => {
    const typed = { ...NOTHING, purpose: "ux" as const, rule: "  .price ", from: "2026-11-20T10:00" };

    const search = searchOf("shop", typed);

    expect(search).toMatchObject({ site: "shop", looked: true, purpose: "ux", rule: ".price" });
    expect(typedOf(search)).toEqual({ ...typed, rule: ".price" });
    expect(Object.keys(concernOf(search)).sort()).toEqual(["from", "purpose", "rule"]);
    expect(concernOf(searchOf("shop", NOTHING))).toEqual({});
  });

  it("leaves out what an address says wrongly, and takes a number for the text that it was", () => {
    expect(readSearch({ purpose: "sales", from: "soon", looked: "yes", route: "" })).toEqual({});
    expect(readSearch({ rule: 7, looked: true })).toEqual({ rule: "7", looked: true });
  });

  it("keeps a moment to the minute through the browser's own time", () => {
    const instant = "2026-11-20T23:45:00.000Z";
    expect(toInstant(toLocal(instant))).toBe(instant);
    expect(toLocal(undefined)).toBe("");
    expect(toInstant("")).toBeUndefined();
  });

  it("notices a period that holds nothing", () => {
    expect(endsBefore({ ...NOTHING, from: "2026-11-20T10:00", until: "2026-11-20T10:00" })).toBe(true);
    expect(endsBefore({ ...NOTHING, from: "2026-11-20T10:00", until: "2026-11-20T11:00" })).toBe(false);
    expect(endsBefore({ ...NOTHING, until: "2026-11-20T11:00" })).toBe(false);
  });
});
