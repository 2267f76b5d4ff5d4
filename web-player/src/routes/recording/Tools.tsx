import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatClock } from "../../format";
import type { Moment } from "../../player/Player";
import { Dialog } from "../../states/Dialog";
import { AddNote } from "./AddNote";
import { addressOf } from "./moment";
import type { Notes } from "./useNotes";
import { useSaid } from "./useSaid";
import styles from "./recording.module.css";

interface Props {
  moment: Moment;
  notes: Notes;
  /** Whether a note is being written; the key for it is the player's. */
  noting: boolean;
  onNoting: (on: boolean) => void;
}

/** What one can do with the moment that is shown. */
export function Tools({ moment, notes, noting, onNoting }: Props) {
  const { t } = useTranslation("recording");
  return (
    <>
      <Button size="xs" variant="default" onClick={() => onNoting(true)}>
        {t("note")}
      </Button>
      <MomentLink ms={moment.ms} />
      <span role="status" className={styles.said}>
        {notes.said && t(notes.said)}
      </span>
      {noting && <Noting moment={moment} notes={notes} onClose={() => onNoting(false)} />}
    </>
  );
}

/** The note is about the moment at which one began to write it. */
function Noting({ moment, notes, onClose }: Pick<Props, "moment" | "notes"> & { onClose: () => void }) {
  const [ms] = useState(() => {
    moment.pause();
    return Math.round(moment.ms);
  });
  const close = () => {
    notes.adding.reset();
    onClose();
  };
  return <AddNote ms={ms} adding={notes.adding} onAdd={(text) => notes.add({ at_ms: ms, text }, close)} onClose={close} />;
}

/** Copies the address of the moment; where the clipboard is closed, shows it to be copied by hand. */
function MomentLink({ ms }: { ms: number }) {
  const { t } = useTranslation("recording");
  const [copied, sayCopied] = useSaid<number>();
  const [shown, setShown] = useState<number>();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(addressOf(ms, location));
      sayCopied(ms);
    } catch {
      setShown(ms);
    }
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => void copy()}>
        {t("link")}
      </Button>
      <span role="status" className={styles.said}>
        {copied !== undefined && t("linkCopied", { at: formatClock(copied) })}
      </span>
      {shown !== undefined && (
        <Dialog opened onClose={() => setShown(undefined)} title={t("link")} inPlace>
          <p>{t("linkText", { at: formatClock(shown) })}</p>
          <input
            readOnly
            data-autofocus
            aria-label={t("link")}
            className={styles.address}
            value={addressOf(shown, location)}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button variant="default" className={styles.close} onClick={() => setShown(undefined)}>
            {t("close")}
          </Button>
        </Dialog>
      )}
    </>
  );
}
