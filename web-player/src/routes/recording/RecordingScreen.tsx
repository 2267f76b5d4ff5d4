import { Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../api";
import type { Purpose, Recording, Site } from "../../api";
import { EraseDialog } from "../../erase/EraseDialog";
import { forgetRecording, lastOpened, recordingInLists, recordingQuery } from "../../queries";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { NotFound } from "../../states/NotFound";
import { ScreenTitle } from "../../states/Notice";
import { PURPOSES, oneOf } from "../../terms";
import { listOf } from "../recordings/remembered";
import { useTimeLeft } from "./Countdown";
import { Ended, Gone } from "./Gone";
import { useKey } from "./key";
import { RecordingHeader } from "./RecordingHeader";
import { Replay } from "./Replay";
import styles from "./recording.module.css";

const ROUTE = "/shell/sites/$site/$purpose/recordings/$recording";

/** One recording: what it is, the page as it was, and the visit in words. */
export function RecordingScreen() {
  const params = useParams({ from: ROUTE });
  const session = useSession();
  const site = session.sites.find(({ key }) => key === params.site);
  const purpose = oneOf(PURPOSES, params.purpose);
  if (site === undefined || purpose === undefined) return <NotFound />;
  if (!site.watch.includes(purpose)) return <Denied purpose={purpose} organisation={session.organisation.name} />;
  return <Found key={params.recording} site={site} purpose={purpose} id={params.recording} />;
}

function Found({ site, purpose, id }: { site: Site; purpose: Purpose; id: string }) {
  const { t } = useTranslation("recording");
  const queries = useQueryClient();
  const address = { site: site.key, recording: id };
  const query = useQuery({
    ...recordingQuery(address),
    // The list knew it a moment ago: that is shown while it is asked for again.
    initialData: () => recordingInLists(queries, address),
    initialDataUpdatedAt: 0,
  });
  const [gone, setGone] = useState(false);
  const [ended, setEnded] = useState<string>();
  const { key } = site;
  const { refetch } = query;
  const expiry = query.data?.expires_at;
  const end = useCallback(() => {
    setEnded(expiry);
    void refetch();
  }, [expiry, refetch]);
  const over = expiry !== undefined && ended === expiry;
  const missing = isApiProblem(query.error) && query.error.status === 404;
  // The clock here may be wrong: only the server knows that it has been destroyed.
  useEffect(() => {
    if (!over || !missing) return;
    setGone(true);
    forgetRecording(queries, { site: key, recording: id });
  }, [over, missing, queries, key, id]);
  if (gone || (over && missing)) return <Gone site={key} purpose={purpose} />;
  if (missing) return <NotFound />;
  if (over) return <Ended />;
  if (query.data?.purpose === purpose) return <Watch site={site} purpose={purpose} recording={query.data} onEnd={end} />;
  if (query.data) return <NotFound />;
  return (
    <>
      <ScreenTitle title={t("title")} />
      {query.isPending ? (
        <div role="status" aria-label={t("loadingEvents")} className={styles.loading}>
          <Skeleton height={20} width="60%" mt={8} mb={12} />
          <Skeleton className={styles.loadingStage} />
        </div>
      ) : (
        <Failed error={query.error} retry={() => void query.refetch()} />
      )}
    </>
  );
}

/** What its visitor wants of whoever watches: that they do not, or that they know something. Text, never markup. */
function Said({ recording: { restricted_until, statement } }: { recording: Recording }) {
  const { t, i18n } = useTranslation("recording");
  const until = restricted_until && new Date(restricted_until).toLocaleDateString(i18n.language, { dateStyle: "long" });
  return (
    <>
      {until && <p role="note">{t("restricted", { until })}</p>}
      {statement && (
        <figure className={styles.said}>
          <figcaption>{t("statement")}</figcaption>
          <blockquote>{statement}</blockquote>
        </figure>
      )}
    </>
  );
}

interface WatchProps {
  site: Site;
  purpose: Purpose;
  recording: Recording;
  /** Called when its time has come by the clock here. */
  onEnd: () => void;
}

function Watch({ site, purpose, recording, onEnd }: WatchProps) {
  const navigate = useNavigate();
  const search = useSearch({ from: ROUTE });
  const [erasing, setErasing] = useState(false);
  const erase = site.erase.includes(purpose) ? () => setErasing(true) : undefined;
  useKey("Delete", erase);
  const queries = useQueryClient();
  const { key } = site;
  const { id } = recording;
  useEffect(() => void queries.setQueryData(lastOpened, id), [queries, id]);
  const leftMs = useTimeLeft(recording.expires_at, onEnd);
  return (
    <>
      <RecordingHeader site={site} purpose={purpose} recording={recording} leftMs={leftMs} onErase={erase} />
      <Said recording={recording} />
      {recording.restricted_until === undefined && (
        <Replay
          address={{ site: key, recording: id }}
          open={recording.state === "open"}
          startMs={(search.t ?? 0) * 1_000}
        />
      )}
      <EraseDialog
        site={key}
        purpose={purpose}
        recording={erasing ? recording : undefined}
        onClose={() => setErasing(false)}
        onErased={() => void navigate(listOf(key, purpose))}
      />
    </>
  );
}
