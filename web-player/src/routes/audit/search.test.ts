import { describe, expect, it } from "vitest";
import { NO_FILTERS, askFor, isFiltered, readFilters, writeFilters } from "./search";
import type { AuditFilters } from "./search";

const ID = "01900000-0000-7000-8000-000000000001";
const FILTERS: AuditFilters = {
  days: 7,
  events: ["role.granted", "role.revoked"],
  actor: "cli",
  member: ID,
  site: "shop",
  purpose: "ux",
  upto: 12,
};

describe("the filters in an address of the log", () => {
  it("are read as they were written", () => {
    expect(readFilters(writeFilters(FILTERS))).toEqual({ filters: FILTERS, dropped: [] });
    expect(readFilters({ from: "2026-11-01", to: "2026-11-02", actor: ID })).toEqual({
      filters: { ...NO_FILTERS, from: "2026-11-01", to: "2026-11-02", actor: ID },
      dropped: [],
    });
  });

  it("are none where it says none", () => {
    expect(readFilters({})).toEqual({ filters: NO_FILTERS, dropped: [] });
    expect(isFiltered(NO_FILTERS)).toBe(false);
    expect(isFiltered({ events: [], upto: 1 })).toBe(true);
  });

  it("leave out what means nothing, and name it", () => {
    const said = { event: "role.granted,moon.landed", actor: "everybody", member: "x", purpose: "spying", upto: -1, days: 3 };
    const { filters, dropped } = readFilters(said);
    expect(filters).toEqual({ ...NO_FILTERS, events: ["role.granted"] });
    expect(dropped).toEqual(["days=3", "event=moon.landed", "actor=everybody", "member=x", "purpose=spying", "upto=-1"]);
  });

  it("ask the server for the days of a period that moves on", () => {
    const wanted = askFor(FILTERS, "2026-11-22");
    expect(wanted).toMatchObject({ from: "2026-11-16", events: FILTERS.events, site: "shop" });
    expect(wanted).not.toHaveProperty("upto");
    expect(askFor({ events: [], from: "2026-11-01" }, "2026-11-22").from).toBe("2026-11-01");
  });
});
