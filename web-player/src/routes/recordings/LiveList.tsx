import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording, RecordingPage, Site } from "../../api";
import { EraseDialog } from "../../erase/EraseDialog";
import { lastOpened, newsQuery, recordingsQuery } from "../../queries";
import { Notice } from "../../states/Notice";
import { RecordingTable } from "./RecordingTable";
import { findNews, refresh } from "./news";
import { useRowKeys } from "./rowKeys";
import styles from "./recordings.module.css";

interface Props {
  site: Site;
  purpose: Purpose;
  first: RecordingPage | undefined;
  fetchedAt: number;
  shown: Recording[];
}

/** The list as fetched, kept true where it stands, with what is new announced above it. */
export function LiveList({ site, purpose, first, fetchedAt, shown }: Props) {
  const { t } = useTranslation("recordings");
  const queries = useQueryClient();
  const news = useNews({ site, purpose, first, fetchedAt, shown });
  const [erasing, setErasing] = useState<Recording>();
  const [said, setSaid] = useState("");
  const table = useRef<HTMLTableElement>(null);
  const mayErase = site.erase.includes(purpose);
  const rows = refresh(shown, news.latest);
  const focusRow = useRowKeys(table, (id) => mayErase && setErasing(rows.find((row) => row.id === id)));

  useEffect(() => {
    const place = shown.findIndex(({ id }) => id === queries.getQueryData(lastOpened));
    queries.removeQueries({ queryKey: lastOpened });
    if (place !== -1) focusRow(place);
  }, []);

  const onErased = ({ recording }: { recording: string }) => {
    const at = rows.findIndex(({ id }) => id === recording);
    setErasing(undefined);
    setSaid(t("erased"));
    setTimeout(() => focusRow(at), 0);
  };

  return (
    <>
      <div className={styles.above}>
        <div role="status">
          {news.fresh.length > 0 && (
            <Button variant="light" size="xs" onClick={() => (news.putIn(), setTimeout(() => focusRow(0), 0))}>
              {t("news", { count: news.fresh.length })}
            </Button>
          )}
          {said && <span className="quiet">{said}</span>}
        </div>
        {news.failed && <span className="quiet">{t("newsFailed")}</span>}
        {rows.length > 0 && <span className={styles.keys}>{t(mayErase ? "keysErase" : "keys")}</span>}
      </div>
      {rows.length > 0 ? <RecordingTable ref={table} site={site} purpose={purpose} rows={rows} /> : <NoRecordings />}
      <EraseDialog
        site={site.key}
        purpose={purpose}
        recording={erasing}
        onClose={() => setErasing(undefined)}
        onErased={onErased}
      />
    </>
  );
}

/** Looks for new recordings. Into an empty list they go by themselves: there is nothing to jump. */
function useNews({ site, purpose, first, fetchedAt, shown }: Props) {
  const queries = useQueryClient();
  const query = useQuery({
    ...newsQuery(site.key, purpose),
    staleTime: 5_000,
    ...(first && { initialData: first, initialDataUpdatedAt: fetchedAt }),
  });
  const latest = query.data;
  const fresh = findNews(shown, latest);
  const putIn = () => {
    if (latest === undefined) return;
    const { queryKey } = recordingsQuery(site.key, purpose);
    queries.setQueryData(queryKey, { pages: [latest], pageParams: [undefined] });
  };
  const alone = shown.length === 0 && fresh.length > 0;
  useEffect(() => {
    if (alone) putIn();
  });
  return { latest, fresh: alone ? [] : fresh, putIn, failed: query.isRefetchError };
}

function NoRecordings() {
  const { t } = useTranslation("recordings");
  const shop = (
    <Button component="a" href="/demo/" target="_blank" rel="noopener">
      {t("emptyAction")}
    </Button>
  );
  return (
    <Notice title={t("empty")} action={shop}>
      <p className="quiet">{t("emptyText")}</p>
    </Notice>
  );
}
