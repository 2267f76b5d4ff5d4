import { Button, Radio, Textarea } from "@mantine/core";
import { Suspense, useEffect, useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording, RecordingAddress } from "../api";
import { Dialog } from "../states/Dialog";
import { Trouble } from "../states/Trouble";
import { ERASURE_REASONS } from "../terms";
import type { ErasureReason } from "../terms";
import { fetchArea } from "../words/language";
import { useErase } from "./erase";
import styles from "./erase.module.css";

const MAX_WORDS = 500;

interface Props {
  site: string;
  purpose: Purpose;
  /** The one to erase; the dialog is open while there is one. */
  recording: Recording | undefined;
  onClose: () => void;
  onErased: (address: RecordingAddress) => void;
}

/** Asks before a recording is erased for good, and why. The safe answer has the focus. */
export function EraseDialog({ recording, ...rest }: Props) {
  const { t } = useTranslation("recordings");
  // A list does not need these words before one asks to erase; then they are there already.
  useEffect(() => void fetchArea("recording"), []);
  return (
    <Dialog opened={recording !== undefined} onClose={rest.onClose} title={t("eraseTitle")}>
      <Suspense>{recording && <Question recording={recording} {...rest} />}</Suspense>
    </Dialog>
  );
}

function Question({ site, purpose, recording, onClose, onErased }: Props & { recording: Recording }) {
  const { t } = useTranslation(["recordings", "recording"]);
  const erasing = useErase(purpose, onErased);
  const [reason, setReason] = useState<ErasureReason>();
  const [words, setWords] = useState("");
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason === undefined) return setMissing(true);
    const why = { reason, ...(words.trim() !== "" && { words: words.trim() }) };
    erasing.mutate({ address: { site, recording: recording.id }, why });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <p>{t("eraseText", { route: recording.entry_route ?? t("noRoute") })}</p>
      <p className="quiet">{t("recording:erase.kept")}</p>
      <Reasons reason={reason} missing={missing} onChoose={setReason} />
      <Textarea
        label={t("recording:erase.words")}
        description={t("recording:erase.wordsHint")}
        maxLength={MAX_WORDS}
        rows={2}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Trouble error={erasing.error} />
      <div className={styles.actions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("eraseCancel")}
        </Button>
        <Button type="submit" className={styles.danger} loading={erasing.isPending}>
          {t("eraseConfirm")}
        </Button>
      </div>
    </form>
  );
}

interface ReasonProps {
  reason: ErasureReason | undefined;
  /** Whether one tried to go on without. */
  missing: boolean;
  onChoose: (reason: ErasureReason) => void;
}

function Reasons({ reason, missing, onChoose }: ReasonProps) {
  const { t } = useTranslation("recording");
  return (
    <Radio.Group
      label={t("erase.why")}
      error={missing && reason === undefined && <span role="alert">{t("erase.missing")}</span>}
      value={reason ?? null}
      onChange={(chosen) => onChoose(chosen as ErasureReason)}
    >
      <div className={styles.reasons}>
        {ERASURE_REASONS.map((term) => (
          <Radio key={term} value={term} label={t(`erase.reason.${term}`)} />
        ))}
      </div>
    </Radio.Group>
  );
}
