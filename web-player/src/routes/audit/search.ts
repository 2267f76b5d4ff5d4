import type { WantedEntries } from "../../api/audit";
import { PURPOSES, oneOf, thoseOf } from "../../terms";
import type { Purpose } from "../../terms";
import { beginOf, readPeriod } from "../recordings/search";
import type { Period } from "../recordings/search";
import { EVENTS } from "./events";
import type { AuditEvent } from "./events";

/** What the address says of the log, as it is written there. The router reads `7` as a number. */
export type AuditSearch = { [Field in (typeof FIELDS)[number]]?: string | number };

/** Which entries an address asks for. */
export interface AuditFilters extends Period {
  events: AuditEvent[];
  /** Who did it: the id of a member, `cli` or `system`. */
  actor?: string | undefined;
  /** The id of a member who did it, or to whom it was done. */
  member?: string | undefined;
  site?: string | undefined;
  purpose?: Purpose | undefined;
  /** The number of the newest entry that is listed. */
  upto?: number | undefined;
}

const FIELDS = ["days", "from", "to", "event", "actor", "member", "site", "purpose", "upto"] as const;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const NO_FILTERS: AuditFilters = { events: [] };

/** Reads the filters of an address. What means nothing is left out, and answered as it was written. */
export function readFilters(search: AuditSearch): { filters: AuditFilters; dropped: string[] } {
  const said = (field: keyof AuditSearch) => (search[field] === undefined ? undefined : String(search[field]));
  const [actor, member, upto] = [said("actor"), said("member"), Number(search.upto)];
  const filters: AuditFilters = {
    ...readPeriod({ days: said("days") ?? "", from: said("from") ?? "", to: said("to") ?? "" }),
    events: thoseOf(EVENTS, split(said("event"))),
    actor: actor === "cli" || actor === "system" || actor === "token" ? actor : readId(actor),
    member: readId(member),
    site: said("site") || undefined,
    purpose: oneOf(PURPOSES, said("purpose")),
    upto: Number.isSafeInteger(upto) && upto > 0 ? upto : undefined,
  };
  const understood = writeFilters(filters);
  const dropped = FIELDS.flatMap((field) => {
    const terms = split(understood[field]);
    return split(search[field]).flatMap((term) => (terms.includes(term) ? [] : [`${field}=${term}`]));
  });
  return { filters, dropped };
}

/** Writes filters as an address says them. */
export function writeFilters({ events, ...filters }: AuditFilters): AuditSearch {
  const said = { ...filters, event: events.join(",") };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== ""));
}

/** Whether filters leave anything out. */
export function isFiltered(filters: AuditFilters): boolean {
  return Object.keys(writeFilters(filters)).length > 0;
}

/** What filters ask of the server on a day. */
export function askFor({ days, from, upto, ...filters }: AuditFilters, today: string): WantedEntries {
  return { ...filters, from: beginOf({ days, from }, today) };
}

function readId(text: string | undefined): string | undefined {
  return text !== undefined && ID.test(text) ? text : undefined;
}

function split(text: string | number | undefined): string[] {
  return text === undefined ? [] : String(text).split(",").filter((term) => term !== "");
}
