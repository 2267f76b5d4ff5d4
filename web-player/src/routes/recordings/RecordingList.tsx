import { Button, Skeleton } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../api";
import type { Purpose, Site } from "../../api";
import { recordingsQuery } from "../../queries";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { LiveList } from "./LiveList";
import styles from "./recordings.module.css";

/** Fetches the list, and shows how that goes. */
export function RecordingList({ site, purpose }: { site: Site; purpose: Purpose }) {
  const { t } = useTranslation(["recordings", "states"]);
  const session = useSession();
  const list = useInfiniteQuery(recordingsQuery(site.key, purpose));
  if (list.isPending) return <ListSkeleton />;
  if (list.data === undefined) {
    if (isApiProblem(list.error) && list.error.status === 403)
      return <Denied purpose={purpose} organisation={session.organisation.name} />;
    return <Failed error={list.error} retry={() => void list.refetch()} />;
  }
  const pages = list.data.pages;
  const shown = pages.flatMap((page) => page.recordings);
  return (
    <>
      <LiveList site={site} purpose={purpose} first={pages[0]} fetchedAt={list.dataUpdatedAt} shown={shown} />
      <div className={styles.foot}>
        {list.hasNextPage && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("more")}
          </Button>
        )}
        {list.isFetchNextPageError && (
          <span role="alert" className="failure">
            {t("moreFailed")}
          </span>
        )}
        {!list.hasNextPage && shown.length > 0 && <span className="quiet">{t("end", { count: shown.length })}</span>}
      </div>
    </>
  );
}

/** Eight lines, as high as the true ones. */
function ListSkeleton() {
  const { t } = useTranslation("states");
  return (
    <div className={styles.skeleton} role="status" aria-label={t("loading")}>
      {Array.from({ length: 8 }, (_, line) => (
        <div key={line}>
          <Skeleton height={16} width={`${30 + ((line * 7) % 20)}%`} />
          <Skeleton height={16} width="12%" />
          <Skeleton height={16} width="10%" />
          <Skeleton height={16} width="16%" />
        </div>
      ))}
    </div>
  );
}
