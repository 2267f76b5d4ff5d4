import { infiniteQueryOptions } from "@tanstack/react-query";
import { listEntries } from "../../api/audit";
import type { WantedEntries } from "../../api/audit";

/** What all lists of entries have in common. */
export const auditKey = ["audit"] as const;

/** Entries from the newest, or from one of them, to the oldest. */
export function entriesQuery(wanted: WantedEntries, upto: number | undefined) {
  return infiniteQueryOptions({
    queryKey: [...auditKey, wanted, upto],
    queryFn: ({ pageParam, signal }) => listEntries(wanted, pageParam, signal),
    initialPageParam: upto === undefined ? undefined : upto + 1,
    getNextPageParam: (last) => last.next,
  });
}
