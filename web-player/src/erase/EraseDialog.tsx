import { Button } from "@mantine/core";
import { Suspense, useEffect } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording, RecordingAddress } from "../api";
import { Dialog } from "../states/Dialog";
import { Trouble } from "../states/Trouble";
import { fetchArea } from "../words/language";
import { useErase } from "./erase";
import { WhyFields, useWhy } from "./WhyFields";
import styles from "./erase.module.css";

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
  const { t } = useTranslation("recordings");
  const erasing = useErase(purpose, onErased);
  const answer = useWhy();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const why = answer.read();
    if (why) erasing.mutate({ address: { site, recording: recording.id }, why });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <p>{t("eraseText", { route: recording.entry_route ?? t("noRoute") })}</p>
      <WhyFields {...answer} />
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
