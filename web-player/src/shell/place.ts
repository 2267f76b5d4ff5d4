import type { Purpose, Session, Site } from "../api";
import { firstWatchable } from "../purposes";
import { PURPOSES, oneOf } from "../terms";

const KEPT_AS = "revoir.place";

/** The address of a purpose's recordings. */
export function addressOf(site: string, purpose: Purpose): string {
  return `/sites/${encodeURIComponent(site)}/${purpose}`;
}

/** Remembers, for this tab, which recordings were looked at last. */
export function keepPlace(site: Site, purpose: Purpose): void {
  sessionStorage.setItem(KEPT_AS, `${site.key}/${purpose}`);
}

/** The recordings to open: those looked at last while they may still be watched, else the first. */
export function recordingsOf(session: Session): string {
  const [key, kept] = (sessionStorage.getItem(KEPT_AS) ?? "").split("/");
  const purpose = oneOf(PURPOSES, kept);
  const site = session.sites.find((known) => known.key === key);
  if (site && purpose && site.watch.includes(purpose)) return addressOf(site.key, purpose);
  const first = firstWatchable(session);
  return first ? addressOf(first.site.key, first.purpose) : "/";
}
