import type { Wanted } from "../../api/list";
import { DEVICES, DURATION_BANDS, FRICTIONS, thoseOf } from "../../terms";
import type { Device, DurationBand, Friction } from "../../terms";
import { FIELDS, keepSearch } from "./address";
import type { ListSearch } from "./address";
import { readReasons, readTrigger } from "./signs";

/** Periods that end today and move on with the days, in days. */
export const PRESETS = [1, 7, 30] as const;
export type Preset = (typeof PRESETS)[number];

/** Either a preset or days of one's own, or any time. */
export interface Period {
  days?: Preset | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

/** The filters that an address asks for. */
export interface Filters extends Period {
  duration: DurationBand[];
  device: Device[];
  /** Of the first page. */
  route?: string | undefined;
  marker: Friction[];
  trigger?: string | undefined;
  kept_for: string[];
  /** Of the site, as its pipeline told it. */
  release?: string | undefined;
}

export const NO_FILTERS: Filters = { duration: [], device: [], marker: [], kept_for: [] };

const DAY_MS = 24 * 60 * 60_000;

/** Reads the filters of an address. What means nothing is left out, and answered as it was written. */
export function readFilters(search: ListSearch): { filters: Filters; dropped: string[] } {
  const duration = thoseOf(DURATION_BANDS, split(search.duration));
  const device = thoseOf(DEVICES, split(search.device));
  const marker = thoseOf(FRICTIONS, split(search.marker));
  const route = search.route?.startsWith("/") ? search.route : undefined;
  const trigger = readTrigger(search.trigger) && search.trigger;
  const kept_for = readReasons(split(search.kept_for));
  const release = readRelease(search.release);
  const filters: Filters = { ...readPeriod(search), duration, device, route, marker, trigger, kept_for, release };
  const understood: ListSearch = writeFilters(filters);
  const dropped = FIELDS.flatMap((field) => {
    if (field === "release") return search.release && !release ? [`release=${search.release}`] : [];
    const terms = split(understood[field]);
    return split(search[field]).flatMap((term) => (terms.includes(term) ? [] : [`${field}=${term}`]));
  });
  return { filters, dropped };
}

/** Reads the period of an address; any time where it says none that there is. */
export function readPeriod(search: Pick<ListSearch, "days" | "from" | "to">): Period {
  const days = PRESETS.find((preset) => preset === Number(search.days));
  const from = days === undefined ? readDay(search.from) : undefined;
  const to = days === undefined ? readDay(search.to) : undefined;
  const backwards = from !== undefined && to !== undefined && from > to;
  return backwards ? {} : { days, from, to };
}

/** The first day of a period on a day: a preset begins so many days ago, that day included. */
export function beginOf({ days, from }: Period, today: string): string | undefined {
  return days === undefined ? from : addDays(today, 1 - days);
}

/** Writes filters as an address says them. */
export function writeFilters({ days, from, to, duration, device, route, marker, trigger, kept_for, release }: Filters): ListSearch {
  return {
    ...(days && { days }),
    ...(from && { from }),
    ...(to && { to }),
    ...(duration.length > 0 && { duration: duration.join(",") }),
    ...(device.length > 0 && { device: device.join(",") }),
    ...(route && { route }),
    ...(marker.length > 0 && { marker: marker.join(",") }),
    ...(trigger && { trigger }),
    ...(kept_for.length > 0 && { kept_for: kept_for.join(",") }),
    ...(release && { release }),
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

/** What filters ask of the server on a day. */
export function askFor(filters: Filters, today: string): Wanted {
  const { days: _days, from: _from, to: _to, ...terms } = writeFilters(filters);
  const begin = beginOf(filters, today);
  return { ...terms, ...(begin && { from: begin }), ...(filters.to && { to: filters.to }) };
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

/** The name of a release as the server keeps it: on one line, at most 200 characters. */
function readRelease(text = ""): string | undefined {
  const name = text.trim();
  const is = name !== "" && [...name].length <= 200 && !/\p{Cc}/u.test(name);
  return is ? name : undefined;
}

function addDays(day: string, days: number): string {
  return dayOf(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}

function split(text: string | number | undefined): string[] {
  return text === undefined ? [] : String(text).split(",").filter((term) => term !== "");
}
