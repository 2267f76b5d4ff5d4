import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import { findRecording, findSession } from "./api";
import type { Purpose, Recording, RecordingAddress, RecordingPage } from "./api";
import { EVERYTHING, listRecordings } from "./api/list";
import type { Wanted } from "./api/list";
import { findTimeline, findTranscript, listNotes } from "./api/recording";
import { listViews } from "./api/views";

const NEWS_EVERY_MS = 5_000;
const COMPLETE_EVERY_MS = 20_000;
const KEPT_MS = 60 * 60_000;
const READ_AGAIN_MS = 10_000;
/** What was fetched ahead of a screen is not fetched again as it opens. */
const JUST_READ_MS = 2_000;

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
    staleTime: JUST_READ_MS,
    // One that is complete may still expire or be erased by someone else.
    refetchInterval: (query) => (query.state.data?.state === "open" ? NEWS_EVERY_MS : COMPLETE_EVERY_MS),
    retry: false,
  });
}

/** Its key lies below the recording's own, as those of all that is known of it: they are forgotten together. */
export function timelineQuery(address: RecordingAddress) {
  return queryOptions({
    queryKey: [...recordingQuery(address).queryKey, "timeline"],
    queryFn: ({ signal }) => findTimeline(address, signal),
    staleTime: READ_AGAIN_MS,
  });
}

export function transcriptQuery(address: RecordingAddress) {
  return queryOptions({
    queryKey: [...recordingQuery(address).queryKey, "transcript"],
    queryFn: ({ signal }) => findTranscript(address, signal),
    staleTime: READ_AGAIN_MS,
  });
}

export function notesQuery(address: RecordingAddress) {
  return queryOptions({
    queryKey: [...recordingQuery(address).queryKey, "notes"],
    queryFn: ({ signal }) => listNotes(address, signal),
    staleTime: JUST_READ_MS,
    refetchInterval: COMPLETE_EVERY_MS,
  });
}

/** Fetches all that the screen of a recording shows first, side by side. */
export function prefetchRecording(queries: QueryClient, address: RecordingAddress): void {
  void queries.prefetchQuery(recordingQuery(address));
  void queries.prefetchQuery(timelineQuery(address));
  void queries.prefetchQuery(transcriptQuery(address));
  void queries.prefetchQuery(notesQuery(address));
}

/** What a list that was just looked at says of a recording. */
export function recordingInLists(queries: QueryClient, { site, recording }: RecordingAddress): Recording | undefined {
  const lists = queries.getQueriesData<InfiniteData<RecordingPage>>({ queryKey: ["recordings", site] });
  const listed = lists.flatMap(([, list]) => list?.pages ?? []).flatMap((page) => page.recordings);
  return listed.find(({ id }) => id === recording);
}

/** Forgets all that is known of a recording: going back must not bring it up again. */
export function forgetRecording(queries: QueryClient, address: RecordingAddress): void {
  queries.removeQueries({ queryKey: recordingQuery(address).queryKey });
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
