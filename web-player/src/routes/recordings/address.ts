import { defaultParseSearch } from "@tanstack/react-router";

/** What the address says of the list, as it is written there. The router reads `7` as a number. */
export interface ListSearch {
  days?: string | number;
  from?: string;
  to?: string;
  duration?: string;
  device?: string;
  route?: string;
  marker?: string;
  trigger?: string;
  kept_for?: string;
  release?: string;
}

export const FIELDS = ["days", "from", "to", "duration", "device", "route", "marker", "trigger", "kept_for", "release"] as const;

/** Reads the search of an address. A release may be called 1.10, which is another than 1.1. */
export function readSearch(text: string): Record<string, unknown> {
  const search: Record<string, unknown> = defaultParseSearch(text);
  const called = typeof search.release === "string" ? search.release : new URLSearchParams(text).get("release");
  return called === null ? search : { ...search, release: called };
}

/** Keeps what an address says of the list, right or wrong: what is wrong is named on the screen. */
export function keepSearch(search: Record<string, unknown>): ListSearch {
  const said = FIELDS.flatMap((field) => {
    const value = search[field];
    if (value === undefined || value === null || value === "") return [];
    return [[field, field === "days" && typeof value === "number" ? value : String(value)]];
  });
  return Object.fromEntries(said) as ListSearch;
}
