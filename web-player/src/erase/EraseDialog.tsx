import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording, RecordingAddress } from "../api";
import { Dialog } from "../states/Dialog";
import { useErase } from "./erase";
import styles from "./erase.module.css";

interface Props {
  site: string;
  purpose: Purpose;
  /** The one to erase; the dialog is open while there is one. */
  recording: Recording | undefined;
  onClose: () => void;
  onErased: (address: RecordingAddress) => void;
}

/** Asks before a recording is erased for good. The safe answer has the focus. */
export function EraseDialog({ site, purpose, recording, onClose, onErased }: Props) {
  const { t } = useTranslation("recordings");
  const erasing = useErase(purpose, onErased);
  const close = () => {
    erasing.reset();
    onClose();
  };
  return (
    <Dialog opened={recording !== undefined} onClose={close} title={t("eraseTitle")}>
      <p>{t("eraseText", { route: recording?.entry_route ?? t("noRoute") })}</p>
      {erasing.isError && (
        <p role="alert" className="failure">
          {t("eraseFailed")}
        </p>
      )}
      <div className={styles.actions}>
        <Button variant="default" onClick={close} data-autofocus>
          {t("eraseCancel")}
        </Button>
        <Button
          className={styles.danger}
          loading={erasing.isPending}
          onClick={() => recording && erasing.mutate({ site, recording: recording.id })}
        >
          {t("eraseConfirm")}
        </Button>
      </div>
    </Dialog>
  );
}
