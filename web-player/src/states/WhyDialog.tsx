import { Button, Textarea } from "@mantine/core";
import { useState } from "react";
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./Dialog";
import screen from "./screen.module.css";
import { Trouble } from "./Trouble";

const LONGEST = 500;

interface Props {
  title: string;
  /** What then happens. */
  children: ReactNode;
  /** What is asked, why it is asked, and what is said where nothing was written. */
  words: { why: string; hint: string; missing: string };
  deed: string;
  danger?: boolean;
  doing: { isPending: boolean; error: unknown };
  onDo: (why: string) => void;
  onClose: () => void;
}

/** Asks for a reason before something that many will notice. */
export function WhyDialog({ title, children, words, deed, danger = false, doing, onDo, onClose }: Props) {
  const { t } = useTranslation("states");
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const isMissing = why.trim() === "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isMissing && !doing.isPending) onDo(why.trim());
  };
  return (
    <Dialog opened onClose={onClose} title={title}>
      <form onSubmit={submit} noValidate className={screen.dialogForm}>
        {children}
        <Textarea
          label={words.why}
          description={words.hint}
          inputWrapperOrder={["label", "input", "error", "description"]}
          rows={2}
          maxLength={LONGEST}
          data-autofocus
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
          error={tried && isMissing && words.missing}
        />
        <Trouble error={doing.error} />
        <div className={screen.actionsEnd}>
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={doing.isPending} className={danger ? screen.danger : undefined}>
            {deed}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
