import { Button } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { EXPORT_ADDRESS } from "../../api/audit";
import { useNow } from "../../now";
import { saysDenied, useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { Notice, ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { dayOf } from "../recordings/search";
import { EntryList } from "./EntryList";
import { FilterBar } from "./FilterBar";
import { entriesQuery } from "./queries";
import { askFor, isFiltered } from "./search";
import { useFilters } from "./useFilters";
import styles from "./audit.module.css";

/** Who did what to what, and when. */
export function AuditScreen() {
  const session = useSession();
  if (!session.may.includes("read_log")) return <Denied may="read_log" organisation={session.organisation.name} />;
  return <Log />;
}

function Log() {
  const session = useSession();
  const asked = useFilters();
  const { filters } = asked;
  const today = dayOf(useNow());
  const wanted = useMemo(() => askFor(filters, today), [filters, today]);
  const list = useInfiniteQuery({ ...entriesQuery(wanted, filters.upto), placeholderData: keepPreviousData });
  if (saysDenied(list.error)) return <Denied may="read_log" organisation={session.organisation.name} />;
  const entries = list.data?.pages.flatMap((page) => page.entries);
  return (
    <div className={screen.screen}>
      <Head />
      <FilterBar {...asked} session={session} people={list.data?.pages[0]?.people ?? []} />
      {list.isPending && <Waiting lines={8} />}
      {list.error && !entries && <Failed error={list.error} retry={() => void list.refetch()} />}
      {entries?.length === 0 && <Empty filtered={isFiltered(filters)} clear={asked.clear} />}
      {entries && entries.length > 0 && (
        <div className={styles.log} aria-busy={list.isPlaceholderData} data-old={list.isPlaceholderData || undefined}>
          <EntryList session={session} entries={entries} />
          <Older list={list} filtered={isFiltered({ ...filters, upto: undefined })} />
        </div>
      )}
    </div>
  );
}

function Head() {
  const { t } = useTranslation("audit");
  return (
    <div className={screen.head}>
      <div>
        <ScreenTitle title={t("title")} />
        <p className="quiet">{t("intro")}</p>
      </div>
      <div className={styles.export}>
        <Button component="a" href={EXPORT_ADDRESS} download variant="default">
          {t("export")}
        </Button>
        <p className="quiet">
          {t("exportText")} <code>revoir audit verify revoir-audit.jsonl</code>
        </p>
      </div>
    </div>
  );
}

function Empty({ filtered, clear }: { filtered: boolean; clear: () => void }) {
  const { t } = useTranslation(["audit", "recordings"]);
  if (!filtered)
    return (
      <Notice title={t("empty")}>
        <p className="quiet">{t("emptyText")}</p>
      </Notice>
    );
  return (
    <Notice title={t("emptyFiltered")} action={<Button onClick={clear}>{t("recordings:filters.clearAll")}</Button>}>
      <p className="quiet">{t("emptyFilteredText")}</p>
    </Notice>
  );
}

interface OlderProps {
  list: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: () => Promise<unknown>;
  };
  filtered: boolean;
}

/** The way to what is older, or that there is nothing older. */
function Older({ list, filtered }: OlderProps) {
  const { t } = useTranslation("audit");
  return (
    <div className={screen.actions}>
      {list.hasNextPage && (
        <Button variant="default" data-more loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
      {list.isFetchNextPageError && (
        <span role="alert" className="failure">
          {t("moreFailed")}
        </span>
      )}
      {!list.hasNextPage && <span className="quiet">{t(filtered ? "endFiltered" : "end")}</span>}
    </div>
  );
}
