import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { listSightings, listSites, listTokens, listWarnings } from "../../api/sites";
import { sessionQuery } from "../../queries";

const LOOK_EVERY_MS = 3_000;

export const sitesQuery = queryOptions({
  queryKey: ["sites"],
  queryFn: ({ signal }) => listSites(signal),
});

/** Whose pages asked for a site's policy, looked at every few seconds while the tab is in front. */
export function sightingsQuery(site: string) {
  return queryOptions({
    queryKey: ["sightings", site],
    queryFn: ({ signal }) => listSightings(site, signal),
    refetchInterval: LOOK_EVERY_MS,
    refetchOnWindowFocus: "always",
    retry: false,
  });
}

/** Where the server had to mask what a site's pages sent. */
export function warningsQuery(site: string) {
  return queryOptions({
    queryKey: ["warnings", site],
    queryFn: ({ signal }) => listWarnings(site, signal),
  });
}

/** By what programs tell of a site. */
export function tokensQuery(site: string) {
  return queryOptions({
    queryKey: ["tokens", site],
    queryFn: ({ signal }) => listTokens(site, signal),
  });
}

/** Does something to the tokens of a site, then waits for them as they are then. */
export function useTokenDeed<Given, Outcome>(site: string, deed: (given: Given) => Promise<Outcome>, onDone?: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: deed,
    onSuccess: async () => {
      await queries.invalidateQueries(tokensQuery(site));
      onDone?.();
    },
  });
}

/** Does something to the sites, then waits for them as they are then. */
export function useDeed<Given, Outcome>(deed: (given: Given) => Promise<Outcome>, onDone?: (given: Given) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: deed,
    onSuccess: async (_, given) => {
      await Promise.all([queries.invalidateQueries(sitesQuery), queries.invalidateQueries(sessionQuery)]);
      void queries.invalidateQueries({ queryKey: ["sightings"] });
      onDone?.(given);
    },
  });
}
