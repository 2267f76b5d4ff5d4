import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { formatClock } from "../../format";
import { Dialog } from "../../states/Dialog";
import { Trouble } from "../../states/Trouble";
import styles from "./recording.module.css";

const MAX_LENGTH = 1_000;

interface Props {
  /** The moment that the note is about. */
  ms: number;
  adding: { isPending: boolean; error: unknown };
  onAdd: (text: string) => void;
  onClose: () => void;
}

/** Asks what to note at a moment. It opens inside the player, so that it shows in full screen too. */
export function AddNote({ ms, adding, onAdd, onClose }: Props) {
  const { t } = useTranslation("recording");
  const [text, setText] = useState("");
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return setMissing(true);
    onAdd(text.trim());
  };
  return (
    <Dialog opened onClose={onClose} title={t("noteTitle", { at: formatClock(ms) })} inPlace>
      <form className={styles.form} onSubmit={submit}>
        <Textarea
          data-autofocus
          label={t("noteText")}
          description={t("noteHint")}
          error={missing && t("noteMissing")}
          rows={4}
          maxLength={MAX_LENGTH}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setMissing(false);
          }}
        />
        <Trouble error={adding.error} />
        <div className={styles.actions}>
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={adding.isPending}>
            {t("noteSave")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
