import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { Purpose, Recording, RecordingPage } from "../../api";
import { PAGE_SIZE } from "../../api/list";
import type { Wanted } from "../../api/list";
import { laterPageQuery, newsQuery, recordingsQuery } from "../../queries";
import { saysDenied } from "../../session";
import { findMissing, findNews, refresh } from "./news";

/** The list as it was fetched. */
export interface Fetched {
  site: string;
  purpose: Purpose;
  wanted: Wanted;
  pages: RecordingPage[];
  fetchedAt: number;
}

/**
 * Looks again at the first page, and at the page that is looked at, and says what is new, what has changed and
 * what is gone. Into an empty list news go by themselves: there is nothing to jump.
 */
export function useNews({ site, purpose, wanted, pages, fetchedAt }: Fetched, seen: number) {
  const queries = useQueryClient();
  const first = pages[0];
  const start = first && { initialData: first, initialDataUpdatedAt: fetchedAt };
  const news = useQuery({ ...newsQuery(site, purpose, wanted), staleTime: 5_000, ...start });
  const later = useQuery(laterPageQuery(site, purpose, wanted, pages[seen - 1]?.next));
  const { shown, refreshed, missed, fresh } = useMemo(() => {
    const shown = pages.flatMap((page) => page.recordings);
    const below = pages.slice(seen).flatMap((page) => page.recordings);
    return {
      shown,
      refreshed: pages.map(({ recordings }) => refresh(refresh(recordings, news.data), later.data)),
      missed: [...findMissing(shown, news.data), ...findMissing(below, later.data)],
      fresh: findNews(shown, news.data, pages.at(-1)?.next === undefined),
    };
  }, [pages, seen, news.data, later.data]);
  const missing = useMissing(news.data, later.data, missed);

  /** Puts in what is new, and answers what then stands first. */
  const putIn = (): string | undefined => {
    if (news.data === undefined) return undefined;
    const { queryKey } = recordingsQuery(site, purpose, wanted);
    queries.setQueryData(queryKey, { pages: [news.data], pageParams: [undefined] });
    return news.data.recordings[0]?.id;
  };
  const alone = shown.length === 0 && fresh.length > 0;
  useEffect(() => {
    if (alone) putIn();
  });
  return {
    pages: refreshed,
    missing,
    fresh: alone ? 0 : fresh.length,
    more: fresh.length >= PAGE_SIZE,
    putIn,
    failed: news.isRefetchError,
    denied: saysDenied(news.error) || saysDenied(later.error),
  };
}

/** Remembers what was missed on pages that are not looked at any more, until it is found again. */
function useMissing(news: RecordingPage | undefined, later: RecordingPage | undefined, missed: string[]): ReadonlySet<string> {
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());
  const found = new Set([...(news?.recordings ?? []), ...(later?.recordings ?? [])].map(({ id }: Recording) => id));
  const added = missed.filter((id) => !missing.has(id));
  const back = [...missing].filter((id) => found.has(id));
  if (added.length > 0 || back.length > 0) {
    setMissing(new Set([...missing, ...added].filter((id) => !found.has(id))));
  }
  return missing;
}
