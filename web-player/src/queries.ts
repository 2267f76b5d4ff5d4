import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { findRecording, findSession, listEvents, listRecordings } from "./api";
import type { Purpose, RecordingAddress } from "./api";

const NEWS_EVERY_MS = 5_000;
const COMPLETE_EVERY_MS = 20_000;

/** Who is signed in; `null` when nobody is (a query may not answer `undefined`). */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => (await findSession(signal)) ?? null,
  staleTime: 60_000,
});

/** The list as it is shown. It changes only when asked to, so that it never jumps. */
export function recordingsQuery(site: string, purpose: Purpose) {
  return infiniteQueryOptions({
    queryKey: ["recordings", site, purpose],
    queryFn: ({ pageParam, signal }) => listRecordings({ site, purpose, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The first page as it is now, asked for again and again, to announce what is new. */
export function newsQuery(site: string, purpose: Purpose) {
  return queryOptions({
    queryKey: ["news", site, purpose],
    queryFn: ({ signal }) => listRecordings({ site, purpose }, signal),
    refetchInterval: NEWS_EVERY_MS,
    retry: false,
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

/** Remembers the recording opened last, so that the list can be resumed from there. */
export const lastOpened = ["last-opened"] as const;
