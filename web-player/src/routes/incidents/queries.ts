import { queryOptions } from "@tanstack/react-query";
import { findConcerned, findNotices, listIncidents } from "../../api/incidents";
import type { Concern } from "../../api/incidents";

/** The incidents of a site and what is frozen. */
export function incidentsQuery(site: string) {
  return queryOptions({ queryKey: ["incidents", site], queryFn: ({ signal }) => listIncidents(site, signal) });
}

/** What is concerned. Each reading is logged: what was read is read again when it is asked for. */
export function concernedQuery(site: string, concern: Concern) {
  return queryOptions({
    queryKey: ["concerned", site, concern],
    queryFn: ({ signal }) => findConcerned(site, concern, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The notices of an incident, with the figures of now. */
export function noticesQuery(site: string, incident: string) {
  return queryOptions({
    queryKey: ["incidents", site, incident, "notices"],
    queryFn: ({ signal }) => findNotices(site, incident, signal),
  });
}
