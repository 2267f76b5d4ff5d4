import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import type { Concern, Concerned as Found } from "../../api/incidents";
import { formatMoment } from "../../format";
import { Failed } from "../../states/Failed";
import { Notice } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { ConcernedTable } from "./ConcernedTable";
import { concernedQuery } from "./queries";
import { TellDialog } from "./TellDialog";
import styles from "./incidents.module.css";

interface Props {
  site: Site;
  concern: Concern;
  mayAct: boolean;
}

/** What is concerned: how much, who has seen it, what of it is gone; then the recordings. */
export function Concerned({ site, concern, mayAct }: Props) {
  const { t } = useTranslation("incidents");
  const found = useQuery(concernedQuery(site.key, concern));
  const [asked, setAsked] = useState(false);
  const [said, setSaid] = useState(false);
  if (found.isPending) return <Waiting lines={6} />;
  if (found.error) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return (
    <div className={styles.found} role="region" aria-label={t("found.title")}>
      <Figures found={found.data} from={concern.from} />
      {mayAct && (
        <div className={screen.actions}>
          <Button onClick={() => setAsked(true)}>{t("tell.open")}…</Button>
          <span role="status">{said && t("tell.done")}</span>
        </div>
      )}
      {found.data.recordings.length > 0 && <ConcernedTable site={site} recordings={found.data.recordings} />}
      {asked && (
        <TellDialog
          site={site}
          concern={concern}
          onDone={() => (setAsked(false), setSaid(true))}
          onClose={() => setAsked(false)}
        />
      )}
    </div>
  );
}

function Figures({ found, from }: { found: Found; from: string | undefined }) {
  const { t, i18n } = useTranslation("incidents");
  const { count, people, erased, expired, recordings } = found;
  const gone = { erased, expired, moment: from && formatMoment(from, i18n.language) };
  return (
    <>
      {count === 0 ? (
        <Notice title={t("found.empty")}>
          <p className="quiet">{t("found.emptyText")}</p>
        </Notice>
      ) : (
        <p className={styles.count}>
          <strong>{t("found.count", { count })}</strong> {t("found.people", { count: people })}
        </p>
      )}
      <p className="quiet">
        {erased + expired === 0 ? t("found.goneNone") : from ? t("found.goneSince", gone) : t("found.gone", gone)}
      </p>
      {recordings.length < count && <p className={screen.note}>{t("found.partial", { shown: recordings.length })}</p>}
    </>
  );
}
