import type { Wanted } from "../../api/list";
import { DEVICES, DURATION_BANDS, thoseOf } from "../../terms";
import type { Device, DurationBand } from "../../terms";

/** Periods that end today and move on with the days, in days. */
export const PRESETS = [1, 7, 30] as const;
export type Preset = (typeof PRESETS)[number];

/** What the address says of the list, as it is written there. The router reads `7` as a number. */
export interface ListSearch {
  days?: string | number;
  from?: string;
  to?: string;
  duration?: string;
  device?: string;
}

/** The filters that an address asks for: either a preset or days of its own, or any time. */
export interface Filters {
  days?: Preset | undefined;
  from?: string | undefined;
  to?: string | undefined;
  duration: DurationBand[];
  device: Device[];
}

export const NO_FILTERS: Filters = { duration: [], device: [] };

const FIELDS = ["days", "from", "to", "duration", "device"] as const;
const DAY_MS = 24 * 60 * 60_000;

/** Keeps what an address says of the list, right or wrong: what is wrong is named on the screen. */
export function keepSearch(search: Record<string, unknown>): ListSearch {
  const said = FIELDS.flatMap((field) => {
    const value = search[field];
    if (value === undefined || value === null || value === "") return [];
    return [[field, field === "days" && typeof value === "number" ? value : String(value)]];
  });
  return Object.fromEntries(said) as ListSearch;
}

/** Reads the filters of an address. What means nothing is left out, and answered as it was written. */
export function readFilters(search: ListSearch): { filters: Filters; dropped: string[] } {
  const days = PRESETS.find((preset) => preset === Number(search.days));
  const from = days === undefined ? readDay(search.from) : undefined;
  const to = days === undefined ? readDay(search.to) : undefined;
  const backwards = from !== undefined && to !== undefined && from > to;
  const period = backwards ? {} : { days, from, to };
  const duration = thoseOf(DURATION_BANDS, split(search.duration));
  const device = thoseOf(DEVICES, split(search.device));
  const filters: Filters = { ...period, duration, device };
  const understood: ListSearch = writeFilters(filters);
  const dropped = FIELDS.flatMap((field) => {
    const terms = split(understood[field]);
    return split(search[field]).flatMap((term) => (terms.includes(term) ? [] : [`${field}=${term}`]));
  });
  return { filters, dropped };
}

/** Writes filters as an address says them. */
export function writeFilters({ days, from, to, duration, device }: Filters): ListSearch {
  return {
    ...(days && { days }),
    ...(from && { from }),
    ...(to && { to }),
    ...(duration.length > 0 && { duration: duration.join(",") }),
    ...(device.length > 0 && { device: device.join(",") }),
  };
}

/** Writes filters as a query string, which is what a saved view keeps. */
export function writeQuery(filters: Filters): string {
  const entries = Object.entries(writeFilters(filters)).map(([field, value]) => [field, String(value)]);
  return new URLSearchParams(entries).toString();
}

/** Reads the query string of a saved view. */
export function readQuery(query: string): ListSearch {
  const search = keepSearch(Object.fromEntries(new URLSearchParams(query)));
  const days = Number(search.days);
  return search.days === undefined || Number.isNaN(days) ? search : { ...search, days };
}

/** Whether filters leave anything out. */
export function isFiltered(filters: Filters): boolean {
  return writeQuery(filters) !== "";
}

/** What filters ask of the server on a day: a preset begins so many days ago, that day included. */
export function askFor({ days, from, to, duration, device }: Filters, today: string): Wanted {
  const begin = days === undefined ? from : addDays(today, 1 - days);
  return { duration, device, ...(begin && { from: begin }), ...(to && { to }) };
}

/** The day of a moment in UTC. */
export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** Whether a text from an address names a day. */
export function readDay(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const start = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(start) && dayOf(start) === text && text >= "0001" ? text : undefined;
}

function addDays(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}

function split(text: string | number | undefined): string[] {
  return text === undefined ? [] : String(text).split(",").filter((term) => term !== "");
}
