import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { findRecording, findSession, listEvents } from "./api";
import type { Purpose, RecordingAddress, RecordingPage } from "./api";
import { EVERYTHING, listRecordings } from "./api/list";
import type { Wanted } from "./api/list";
import { listViews } from "./api/views";

const NEWS_EVERY_MS = 5_000;
const COMPLETE_EVERY_MS = 20_000;
const KEPT_MS = 60 * 60_000;

/** Who is signed in; `null` when nobody is (a query may not answer `undefined`). */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => (await findSession(signal)) ?? null,
  staleTime: 60_000,
});

/** What all lists of one purpose of a site have in common. */
export function listsKey(site: string, purpose: Purpose) {
  return ["recordings", site, purpose] as const;
}

/** The list as it is shown. It changes only when asked to, and is kept while one watches, so that it never jumps. */
export function recordingsQuery(site: string, purpose: Purpose, wanted: Wanted = EVERYTHING) {
  return infiniteQueryOptions({
    queryKey: [...listsKey(site, purpose), wanted],
    queryFn: ({ pageParam, signal }) => listRecordings({ site, purpose, wanted, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
  });
}

/** What the looks for news of one purpose of a site have in common. */
export function newsKey(site: string, purpose: Purpose) {
  return ["news", site, purpose] as const;
}

/** The first page as it is now, asked for again and again, to announce what is new. */
export function newsQuery(site: string, purpose: Purpose, wanted: Wanted = EVERYTHING) {
  return queryOptions({
    queryKey: [...newsKey(site, purpose), wanted],
    queryFn: ({ signal }) => listRecordings({ site, purpose, wanted }, signal),
    refetchInterval: NEWS_EVERY_MS,
    retry: false,
  });
}

/** A later page as it is now, while it is being looked at, to notice what has gone from it. */
export function laterPageQuery(site: string, purpose: Purpose, wanted: Wanted, cursor: string | undefined) {
  return queryOptions({
    queryKey: [...newsKey(site, purpose), wanted, cursor],
    queryFn: ({ signal }) => listRecordings({ site, purpose, wanted, cursor }, signal),
    enabled: cursor !== undefined,
    refetchInterval: COMPLETE_EVERY_MS,
    gcTime: 0,
    retry: false,
  });
}

export function viewsQuery(site: string, purpose: Purpose) {
  return queryOptions({
    queryKey: ["views", site, purpose],
    queryFn: ({ signal }) => listViews(site, purpose, signal),
    staleTime: 60_000,
  });
}

export function recordingQuery(address: RecordingAddress) {
  return queryOptions({
    queryKey: ["recording", address.site, address.recording],
    queryFn: ({ signal }) => findRecording(address, signal),
    // One that is complete may still expire or be erased by someone else.
    refetchInterval: (query) => (query.state.data?.state === "open" ? NEWS_EVERY_MS : COMPLETE_EVERY_MS),
    retry: false,
  });
}

/** The events are large: they are dropped as soon as the page is left. */
export function eventsQuery(address: RecordingAddress) {
  return queryOptions({
    queryKey: ["events", address.site, address.recording],
    queryFn: ({ signal }) => listEvents(address, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    structuralSharing: false,
  });
}

/** Takes a recording that is gone off every list of its purpose. */
export function dropFromLists(queries: QueryClient, purpose: Purpose, { site, recording }: RecordingAddress): void {
  const without = (page: RecordingPage) => ({ ...page, recordings: page.recordings.filter(({ id }) => id !== recording) });
  const filters = { queryKey: listsKey(site, purpose) };
  queries.setQueriesData<InfiniteData<RecordingPage>>(
    filters,
    (list) => list && { ...list, pages: list.pages.map(without) },
  );
}

/** Remembers the recording opened last, so that the list can be resumed from there. */
export const lastOpened = ["last-opened"] as const;
