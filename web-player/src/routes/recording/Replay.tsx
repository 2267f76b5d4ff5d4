import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordingAddress } from "../../api";
import { Player } from "../../player/Player";
import type { PlayerState } from "../../player/state";
import { eventsQuery } from "../../queries";
import { Failed } from "../../states/Failed";
import { Notice } from "../../states/Notice";
import styles from "./recording.module.css";

/** Fetches what has arrived of a recording and plays it. One that is still open can be fetched again. */
export function Replay({ address, open }: { address: RecordingAddress; open: boolean }) {
  const { t } = useTranslation("recording");
  const query = useQuery(eventsQuery(address));
  const [tries, setTries] = useState(0);
  const reload = () => void query.refetch();
  const renderTrouble = (trouble: NonNullable<PlayerState["trouble"]>) => (
    <Trouble trouble={trouble} open={open} retry={trouble === "timeout" ? () => setTries(tries + 1) : undefined} />
  );
  return (
    <>
      {open && (
        <div className={styles.partial}>
          <span>{t("openText")}</span>
          <Button size="xs" variant="default" loading={query.isFetching} onClick={reload}>
            {t("openReload")}
          </Button>
        </div>
      )}
      {query.isPending && <Loading />}
      {query.data && <Player key={`${query.dataUpdatedAt}/${tries}`} events={query.data} renderTrouble={renderTrouble} />}
      {query.isError && <Failed error={query.error} retry={reload} />}
    </>
  );
}

interface TroubleProps {
  trouble: NonNullable<PlayerState["trouble"]>;
  open: boolean;
  retry: (() => void) | undefined;
}

function Trouble({ trouble, open, retry }: TroubleProps) {
  const { t } = useTranslation(["recording", "states"]);
  const growing = open && (trouble === "too-few-events" || trouble === "no-snapshot");
  return (
    <div role="alert">
      <Notice
        title={t(`trouble.${trouble}`)}
        action={retry && <Button onClick={retry}>{t("states:retry")}</Button>}
      >
        <p className="quiet">{growing ? t("openTooFew") : t(`troubleText.${trouble}`)}</p>
      </Notice>
    </div>
  );
}

function Loading() {
  const { t } = useTranslation("recording");
  return (
    <div role="status" aria-label={t("loadingEvents")} className={styles.loading}>
      <Skeleton className={styles.loadingStage} />
      <p className="quiet">{t("loadingEvents")}</p>
    </div>
  );
}
