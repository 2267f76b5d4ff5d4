import { Skeleton } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Site } from "../../api";
import { useNow } from "../../now";
import { recordingsQuery } from "../../queries";
import { saysDenied, useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { EmptyList } from "./EmptyList";
import { Foot } from "./Foot";
import { LiveList } from "./LiveList";
import { RecordingTable } from "./RecordingTable";
import { askFor, dayOf, isFiltered } from "./search";
import type { Filters } from "./search";
import styles from "./recordings.module.css";

interface Props {
  site: Site;
  purpose: Purpose;
  filters: Filters;
  clear: () => void;
}

/** Fetches the list, and shows how that goes. What was shown stays, dimmed, until other filters have their answer. */
export function RecordingList({ site, purpose, filters, clear }: Props) {
  const session = useSession();
  const today = dayOf(useNow());
  const wanted = useMemo(() => askFor(filters, today), [filters, today]);
  const list = useInfiniteQuery({ ...recordingsQuery(site.key, purpose, wanted), placeholderData: keepPreviousData });
  if (list.isPending) return <ListSkeleton />;
  // Not even what was fetched before is shown to whoever may not watch any more.
  if (saysDenied(list.error)) return <Denied purpose={purpose} organisation={session.organisation.name} />;
  if (list.data === undefined) return <Failed error={list.error} retry={() => void list.refetch()} />;
  const { pages } = list.data;
  const count = pages.reduce((sum, { recordings }) => sum + recordings.length, 0);
  if (list.isPlaceholderData) return <Dimmed site={site} purpose={purpose} pages={pages.map((page) => page.recordings)} />;
  const fetched = { site: site.key, purpose, wanted, pages, fetchedAt: list.dataUpdatedAt };
  return (
    <LiveList
      key={JSON.stringify(wanted)}
      site={site}
      fetched={fetched}
      empty={<EmptyList site={site} filtered={isFiltered(filters)} clear={clear} />}
      below={
        <>
          <Foot list={list} count={count} filtered={isFiltered(filters)} />
          <Count count={count} more={list.hasNextPage} />
        </>
      }
    />
  );
}

/** Tells those who do not see the list how long it has become. */
function Count({ count, more }: { count: number; more: boolean }) {
  const { t } = useTranslation("recordings");
  return (
    <p role="status" className={styles.spoken}>
      {more ? t("shownMore", { count }) : t("shown", { count })}
    </p>
  );
}

const NOTHING: ReadonlySet<string> = new Set();
const ignore = () => undefined;

function Dimmed({ site, purpose, pages }: { site: Site; purpose: Purpose; pages: React.ComponentProps<typeof RecordingTable>["pages"] }) {
  return (
    <div className={styles.dimmed} aria-busy="true" inert>
      <RecordingTable
        site={site.key}
        purpose={purpose}
        pages={pages}
        missing={NOTHING}
        chosen={NOTHING}
        onSeen={ignore}
        onChoose={site.erase.includes(purpose) ? ignore : undefined}
      />
    </div>
  );
}

/** Eight lines, as high as the true ones. */
function ListSkeleton() {
  const { t } = useTranslation("states");
  return (
    <div className={styles.skeleton} role="status" aria-label={t("loading")}>
      {Array.from({ length: 8 }, (_, line) => (
        <div key={line}>
          <Skeleton height={24} width={160} />
          <Skeleton height={16} width={`${20 + ((line * 7) % 20)}%`} />
          <Skeleton height={16} width="12%" />
          <Skeleton height={16} width="16%" />
        </div>
      ))}
    </div>
  );
}
