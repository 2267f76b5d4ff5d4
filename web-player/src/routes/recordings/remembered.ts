import type { Purpose } from "../../api";
import { readQuery } from "./search";
import type { ListSearch } from "./address";

const keptAs = (site: string, purpose: Purpose) => `revoir.list.${site}.${purpose}`;

/** Remembers, in this tab, the filters with which a list was left. */
export function rememberList(site: string, purpose: Purpose, query: string): void {
  sessionStorage.setItem(keptAs(site, purpose), query);
}

/** The filters with which a list was left, for links that lead back to it. */
export function recallList(site: string, purpose: Purpose): ListSearch {
  return readQuery(sessionStorage.getItem(keptAs(site, purpose)) ?? "");
}

/** Where a list is, with the filters with which it was left. */
export function listOf(site: string, purpose: Purpose) {
  return { to: "/sites/$site/$purpose", params: { site, purpose }, search: recallList(site, purpose) } as const;
}
