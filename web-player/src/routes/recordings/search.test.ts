import { describe, expect, it } from "vitest";
import { defaultStringifySearch } from "@tanstack/react-router";
import { keepSearch, readSearch } from "./address";
import { NO_FILTERS, askFor, isFiltered, readFilters, readQuery, writeFilters, writeQuery } from "./search";
import type { Filters } from "./search";

const FILTERS: Filters = {
  days: 7,
  duration: ["under_5_min", "over_30_min"],
  device: ["mobile"],
  route: "/orders/:id",
  marker: ["rage_click", "long_wait"],
  trigger: "element:.a, .b",
  kept_for: ["criterion:rage_click", "drawn"],
  release: "2026.11, hotfix",
};

describe("the filters in an address", () => {
  it("are read as they were written", () => {
    expect(readFilters(writeFilters(FILTERS))).toEqual({ filters: FILTERS, dropped: [] });
    expect(readFilters(readQuery(writeQuery(FILTERS)))).toEqual({ filters: FILTERS, dropped: [] });
  });

  it("are none where it says none", () => {
    expect(readFilters({})).toEqual({ filters: NO_FILTERS, dropped: [] });
    expect(isFiltered(NO_FILTERS)).toBe(false);
    expect(writeQuery(NO_FILTERS)).toBe("");
  });

  it("stand in the order of their list, each once", () => {
    const { filters } = readFilters({ duration: "over_30_min,under_5_min,over_30_min" });
    expect(filters.duration).toEqual(["under_5_min", "over_30_min"]);
  });

  it("leave out what means nothing, and name it", () => {
    const { filters, dropped } = readFilters({ days: 8, duration: "under_5_min,eternal", device: "fridge" });
    expect(filters).toEqual({ ...NO_FILTERS, duration: ["under_5_min"] });
    expect(dropped).toEqual(["days=8", "duration=eternal", "device=fridge"]);
  });

  it("leave out routes, triggers and reasons that cannot be", () => {
    const search = { route: "orders", trigger: "custom:", marker: "joy,dead_click", kept_for: "drawn,criterion:joy" };
    const { filters, dropped } = readFilters(search);
    expect(filters).toEqual({ ...NO_FILTERS, marker: ["dead_click"], kept_for: ["drawn"] });
    expect(dropped).toEqual(["route=orders", "marker=joy", "trigger=custom:", "kept_for=criterion:joy"]);
  });

  it("leave out a release that no release can be called", () => {
    for (const release of [" ", "a\nb", "x".repeat(201)]) {
      expect(readFilters({ release })).toEqual({ filters: NO_FILTERS, dropped: [`release=${release}`] });
    }
  });

  it("know the days of the calendar", () => {
    expect(readFilters({ from: "2028-02-29" }).filters.from).toBe("2028-02-29");
    for (const from of ["2027-02-29", "2027-13-01", "0000-01-01", "27-01-01", "tomorrow"])
      expect(readFilters({ from }).dropped, from).toEqual([`from=${from}`]);
  });

  it("have no period that ends before it begins", () => {
    const { filters, dropped } = readFilters({ from: "2026-11-21", to: "2026-11-20" });
    expect(filters).toEqual(NO_FILTERS);
    expect(dropped).toEqual(["from=2026-11-21", "to=2026-11-20"]);
  });

  it("have one period: the preset", () => {
    const { filters, dropped } = readFilters({ days: 30, from: "2026-11-21" });
    expect(filters).toEqual({ ...NO_FILTERS, days: 30 });
    expect(dropped).toEqual(["from=2026-11-21"]);
  });
});

it("what the router read is kept as it was written, and nothing else is", () => {
  expect(keepSearch({ days: 7, device: ["mobile", "tablet"], from: 20261121, next: "/", to: "", duration: null })).toEqual({
    days: 7,
    device: "mobile,tablet",
    from: "20261121",
  });
});

it("a release that looks like a number is read as it is called", () => {
  for (const release of ["1.10", "1", "1e3", "null", "true", "[1]", "v1.10"]) {
    expect(keepSearch(readSearch(`?release=${encodeURIComponent(release)}`))).toEqual({ release });
    expect(keepSearch(readSearch(defaultStringifySearch({ release })))).toEqual({ release });
  }
});

describe("what is asked of the server", () => {
  it("begins as many days ago as the preset says, today included", () => {
    expect(askFor({ ...NO_FILTERS, days: 1 }, "2026-03-01").from).toBe("2026-03-01");
    expect(askFor({ ...NO_FILTERS, days: 7 }, "2026-03-01").from).toBe("2026-02-23");
    expect(askFor({ ...NO_FILTERS, days: 30 }, "2026-03-01")).toEqual({ from: "2026-01-31" });
  });

  it("are the days themselves where they were given", () => {
    const days = { from: "2026-01-02", to: "2026-01-03" };
    expect(askFor({ ...NO_FILTERS, ...days }, "2026-03-01")).toEqual(days);
  });

  it("is what the address says of the rest", () => {
    expect(askFor(FILTERS, "2026-03-01")).toEqual({
      from: "2026-02-23",
      duration: "under_5_min,over_30_min",
      device: "mobile",
      route: "/orders/:id",
      marker: "rage_click,long_wait",
      trigger: "element:.a, .b",
      kept_for: "criterion:rage_click,drawn",
      release: "2026.11, hotfix",
    });
  });
});
