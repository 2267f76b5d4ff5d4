import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordingAddress } from "../../api";
import { fetchPieces } from "../../api/recording";
import type { PieceRange, Sign } from "../../api/recording";
import { isLost } from "../../player/lost";
import { Player } from "../../player/Player";
import type { Trouble as PlayerTrouble } from "../../player/state";
import { recordingQuery, timelineQuery, transcriptQuery } from "../../queries";
import { Failed } from "../../states/Failed";
import { Notice } from "../../states/Notice";
import { Side } from "./Side";
import { Tools } from "./Tools";
import { useNotes } from "./useNotes";
import styles from "./recording.module.css";

const NO_SIGNS: readonly Sign[] = [];

interface Props {
  address: RecordingAddress;
  open: boolean;
  startMs: number;
}

/** Plays a recording, beside what happened in words. One that is still open can be read again. */
export function Replay({ address, open, startMs }: Props) {
  const queries = useQueryClient();
  const timeline = useQuery(timelineQuery(address));
  const transcript = useQuery(transcriptQuery(address));
  const notes = useNotes(address);
  const [noting, setNoting] = useState(false);
  const [tries, setTries] = useState(0);
  const reload = () => {
    void timeline.refetch();
    void transcript.refetch();
  };
  const readTimeline = async () => {
    void transcript.refetch();
    const { data } = await timeline.refetch({ throwOnError: true });
    if (data === undefined) throw new Error("the timeline has gone");
    return data;
  };
  const readPieces = async (range: PieceRange, signal: AbortSignal) => {
    try {
      return await fetchPieces(address, range, signal);
    } catch (error) {
      const { queryKey } = recordingQuery(address);
      if (isLost(error)) void queries.refetchQueries({ queryKey, exact: true });
      throw error;
    }
  };
  const again = () => setTries(tries + 1);
  const readAgain = () => void timeline.refetch().then(again);
  if (timeline.isError && timeline.data === undefined) return <Failed error={timeline.error} retry={reload} />;
  const renderTrouble = (trouble: PlayerTrouble) => (
    <Trouble trouble={trouble} open={open} onRetry={trouble === "timeout" ? again : readAgain} />
  );
  return (
    <>
      {open && <Growing reading={timeline.isFetching} failed={timeline.isError} onReload={reload} />}
      <Player
        key={tries}
        input={{
          timeline: timeline.data,
          fetchPieces: readPieces,
          startMs,
          readTimeline,
        }}
        notes={notes.all}
        onNote={() => setNoting(true)}
        renderSide={(moment) => (
          <Side
            moment={moment}
            transcript={transcript}
            signs={timeline.data?.markers ?? NO_SIGNS}
            notes={notes.all}
            reading={notes.reading}
            open={open}
            deleting={notes.deleting}
            onDelete={notes.remove}
          />
        )}
        renderTools={(moment) => <Tools moment={moment} notes={notes} noting={noting} onNoting={setNoting} />}
        renderTrouble={renderTrouble}
      />
    </>
  );
}

function Growing({ reading, failed, onReload }: { reading: boolean; failed: boolean; onReload: () => void }) {
  const { t } = useTranslation(["recording", "states"]);
  return (
    <div className={styles.partial}>
      <span>{t("openText")}</span>
      <Button size="xs" variant="default" loading={reading} onClick={onReload}>
        {t("openReload")}
      </Button>
      <span role="alert">{failed && t("states:unreachable")}</span>
    </div>
  );
}

interface TroubleProps {
  trouble: PlayerTrouble;
  open: boolean;
  onRetry: () => void;
}

function Trouble({ trouble, open, onRetry }: TroubleProps) {
  const { t } = useTranslation(["recording", "states"]);
  const growing = open && (trouble === "too-few-events" || trouble === "no-snapshot");
  return (
    <div role="alert">
      <Notice
        title={t(`trouble.${trouble}`)}
        action={(growing || trouble === "timeout") && <Button onClick={onRetry}>{t(growing ? "openReload" : "states:retry")}</Button>}
      >
        <p className="quiet">{growing ? t("openTooFew") : t(`troubleText.${trouble}`)}</p>
      </Notice>
    </div>
  );
}
