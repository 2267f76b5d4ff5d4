import { describe, expect, it } from "vitest";
import { clockOf, inOrder } from "./clock";

const told = { learned_at: "2026-11-20T10:00:00Z", deadline: "2026-11-23T10:00:00Z" };

describe("the clock of an incident", () => {
  it("says how much has passed and how much is left", () => {
    expect(clockOf(told, Date.parse("2026-11-21T10:00:00Z"))).toEqual({ passed: 1 / 3, leftMs: 48 * 3_600_000, isOver: false });
  });

  it("never goes beyond its ends", () => {
    expect(clockOf(told, Date.parse("2026-11-19T10:00:00Z")).passed).toBe(0);
    expect(clockOf(told, Date.parse("2026-11-23T10:00:00Z"))).toEqual({ passed: 1, leftMs: 0, isOver: true });
    expect(clockOf(told, Date.parse("2027-01-01T00:00:00Z")).leftMs).toBe(0);
  });

  it("comes first while it runs, the most urgent before the others", () => {
    const of = (day: number) => ({ learned_at: `2026-11-${day}T00:00:00Z`, deadline: `2026-11-${day + 3}T00:00:00Z` });
    const now = Date.parse("2026-11-22T12:00:00Z");
    expect(inOrder([of(10), of(22), of(15), of(20)], now)).toEqual([of(20), of(22), of(15), of(10)]);
  });
});
