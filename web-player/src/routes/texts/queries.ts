import { queryOptions } from "@tanstack/react-query";
import { listProcesses } from "../../api/processes";
import { findTexts } from "../../api/texts";

/** What visitors of a site are told. */
export function textsQuery(site: string) {
  return queryOptions({ queryKey: ["texts", site], queryFn: ({ signal }) => findTexts(site, signal) });
}

/** What was filed of how they are asked. */
export function processesQuery(site: string) {
  return queryOptions({ queryKey: ["processes", site], queryFn: ({ signal }) => listProcesses(site, signal) });
}
