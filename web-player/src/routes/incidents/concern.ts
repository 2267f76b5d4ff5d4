/** What an incident concerns, as it stands in the fields, in the address and in what is asked. Pure. */

import type { Concern } from "../../api/incidents";
import { PURPOSES, oneOf } from "../../terms";
import type { Purpose } from "../../terms";

export const FIELDS = ["route", "rule", "from", "until"] as const;

/** What the address says: whether anything was looked for, and what narrows it. Moments are instants (UTC). */
export interface IncidentSearch {
  site?: string;
  looked?: true;
  purpose?: Purpose;
  route?: string;
  rule?: string;
  from?: string;
  until?: string;
}

/** Fields as they are typed: moments as the browser's own clock shows them, such as `2026-11-22T14:00`. */
export type Typed = Record<(typeof FIELDS)[number], string> & { purpose: Purpose | "" };

/** Reads an address; what it says wrongly is left out. */
export function readSearch(search: Record<string, unknown>): IncidentSearch {
  const purpose = typeof search.purpose === "string" ? oneOf(PURPOSES, search.purpose) : undefined;
  const text = (name: string) => {
    const value = search[name];
    return value === undefined || value === null || value === "" ? undefined : String(value);
  };
  const moment = (name: string) => {
    const value = text(name);
    return value === undefined || Number.isNaN(Date.parse(value)) ? undefined : value;
  };
  const read = { site: text("site"), route: text("route"), rule: text("rule"), from: moment("from"), until: moment("until") };
  const said = Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
  return { ...said, ...(purpose && { purpose }), ...(search.looked === true && { looked: true as const }) };
}

/** What is asked of the server. */
export function concernOf({ purpose, route, rule, from, until }: IncidentSearch): Concern {
  return {
    ...(purpose && { purpose }),
    ...(route && { route }),
    ...(rule && { rule }),
    ...(from && { from }),
    ...(until && { until }),
  };
}

/** A moment as a field of the browser shows it, in its own time zone. */
export function toLocal(instant: string | undefined): string {
  if (instant === undefined) return "";
  const at = new Date(instant);
  const digits = (part: number, length = 2) => String(part).padStart(length, "0");
  const day = `${digits(at.getFullYear(), 4)}-${digits(at.getMonth() + 1)}-${digits(at.getDate())}`;
  return `${day}T${digits(at.getHours())}:${digits(at.getMinutes())}`;
}

/** The instant that a field shows. */
export function toInstant(local: string): string | undefined {
  const at = Date.parse(local);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** The fields that show what the address says. */
export function typedOf({ purpose, route, rule, from, until }: IncidentSearch): Typed {
  return { purpose: purpose ?? "", route: route ?? "", rule: rule ?? "", from: toLocal(from), until: toLocal(until) };
}

/** The address that says what was typed. */
export function searchOf(site: string, typed: Typed): IncidentSearch {
  const { purpose, route, rule } = typed;
  const fields = { purpose, route: route.trim(), rule: rule.trim(), from: toInstant(typed.from), until: toInstant(typed.until) };
  return readSearch({ site, looked: true, ...fields });
}

/** Whether the period ends before it begins, so that it holds nothing. */
export function endsBefore({ from, until }: Typed): boolean {
  const [start, end] = [toInstant(from), toInstant(until)];
  return start !== undefined && end !== undefined && end <= start;
}
