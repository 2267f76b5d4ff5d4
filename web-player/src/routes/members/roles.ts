/** What roles are bound to, how long they hold, and which exclude each other. Pure; the server decides. */

import type { NewRole } from "../../api/members";
import type { Purpose, Role } from "../../terms";

const DAY = 24 * 60 * 60_000;
const SOON_DAYS = 14;
const DEFAULT_DAYS = 90;
export const MOST_DAYS = 366;

/** The one purpose that each watching role is bound to. */
const BOUND: Partial<Record<Role, Purpose>> = { agent: "support", analyst: "ux", developer: "errors" };
const OF_THE_ORGANISATION: readonly Role[] = ["owner", "operator"];

export type Hold = "live" | "soon" | "over";
type Reach = Pick<NewRole, "role" | "site" | "purpose">;
type Held = Omit<Reach, "role"> & { role: Role | undefined; until: string };

/** The purpose that a role watches, if it watches any. */
export function boundTo(role: Role): Purpose | undefined {
  return BOUND[role];
}

export function takesSite(role: Role): boolean {
  return !OF_THE_ORGANISATION.includes(role);
}

export function takesPurpose(role: Role): boolean {
  return takesSite(role) && boundTo(role) === undefined;
}

/** Leaves out of a role what it does not take. */
export function fitRole(wanted: NewRole): NewRole {
  const { role, site, purpose, exception } = wanted;
  return {
    role,
    until: wanted.until,
    site: takesSite(role) ? site : undefined,
    purpose: takesPurpose(role) ? purpose : undefined,
    exception: exception?.trim() || undefined,
  };
}

/** The day so many days ahead, as YYYY-MM-DD in UTC. */
export function dayAhead(days: number, now: number): string {
  return new Date(now + days * DAY).toISOString().slice(0, 10);
}

/** What a form for a role begins with. */
export function firstRole(): NewRole {
  return { role: "agent", until: dayAhead(DEFAULT_DAYS, Date.now()) };
}

/** The last day on which something holds that ends at an instant, or at the end of a day. */
export function lastDayOf(until: string): string {
  return until.length === 10 ? until : new Date(Date.parse(until) - 1).toISOString().slice(0, 10);
}

/** Whether a role is held without end, as those of a server's first accounts are. */
export function isEndless(until: string): boolean {
  return until >= "9000";
}

/** Whether a role still holds, and whether it lapses soon. */
export function holdOf(until: string, now: number): Hold {
  const end = Date.parse(lastDayOf(until)) + DAY;
  if (end <= now) return "over";
  return end - now <= SOON_DAYS * DAY ? "soon" : "live";
}

/**
 * Whether two roles let one person watch for `support` and for another purpose on one site:
 * whoever helps a customer should not look at the same visits for other ends.
 */
function exclude(one: Reach, other: Reach): boolean {
  const watched = [boundTo(one.role), boundTo(other.role)];
  if (watched.includes(undefined) || watched[0] === watched[1] || !watched.includes("support")) return false;
  return one.site === undefined || other.site === undefined || one.site === other.site;
}

/** Whether a role needs a written exception, given the roles that are held besides it. */
export function needsException(wanted: Reach, held: readonly Held[], now: number): boolean {
  return held.some(
    ({ role, site, purpose, until }) =>
      role !== undefined && holdOf(until, now) !== "over" && exclude(wanted, { role, site, purpose }),
  );
}
