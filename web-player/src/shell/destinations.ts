import { firstWatchable } from "../purposes";
import type { Session } from "../api";

/** The screens that the rail leads to, in its order. */
export const DESTINATIONS = ["recordings", "members", "sites", "policies", "register", "texts", "requests", "deletions", "incidents", "audit", "installation"] as const;
export type Destination = (typeof DESTINATIONS)[number];

const OPENS: Record<Destination, (session: Session) => boolean> = {
  recordings: (session) => firstWatchable(session) !== undefined,
  members: ({ may }) => may.includes("manage_members"),
  sites: ({ may }) => may.includes("manage_sites"),
  policies: ({ sites }) => sites.some(({ read_policies: read }) => read.length > 0),
  register: (session) => OPENS.policies(session),
  texts: (session) => OPENS.policies(session),
  requests: ({ sites }) => sites.some(({ answer }) => answer.length > 0),
  deletions: ({ may }) => may.includes("review"),
  incidents: ({ sites }) => sites.some(({ review }) => review.length > 0),
  audit: ({ may }) => may.includes("read_log"),
  installation: ({ may }) => may.includes("operate"),
};

/** The screens that someone can use; what they cannot use is not there. */
export function destinationsOf(session: Session): Destination[] {
  return DESTINATIONS.filter((destination) => OPENS[destination](session));
}

/** Whether an address lies within a screen: a site's recordings are not its settings. */
export function isWithin(destination: Destination, pathname: string): boolean {
  const ofRecordings = /^\/sites\/[^/]+\/[^/]+/.test(pathname);
  if (destination === "recordings") return ofRecordings;
  return !ofRecordings && (pathname === `/${destination}` || pathname.startsWith(`/${destination}/`));
}
