import { Button, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { stateRequested } from "../../api/requests";
import type { CustomerRequest } from "../../api/requests";
import { Dialog } from "../../states/Dialog";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";

const MOST_CHARACTERS = 2_000;

interface Props {
  request: CustomerRequest;
  recording: string;
  onDone: () => void;
  onClose: () => void;
}

/** Takes down what a customer says of a recording of theirs. */
export function StatementDialog({ request, recording, onDone, onClose }: Props) {
  const { t } = useTranslation(["requests", "states"]);
  const [text, setText] = useState("");
  const stating = useMutation({ mutationFn: () => stateRequested(request, recording, text.trim()), onSuccess: onDone });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!stating.isPending) stating.mutate();
  };
  return (
    <Dialog opened onClose={onClose} title={t("statement.title")}>
      <form onSubmit={submit} noValidate className={screen.dialogForm}>
        <p>{t("statement.text", { recording })}</p>
        <Textarea
          label={t("statement.label")}
          rows={5}
          maxLength={MOST_CHARACTERS}
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Trouble error={stating.error} />
        <div className={screen.actionsEnd}>
          <Button variant="default" onClick={onClose}>
            {t("states:cancel")}
          </Button>
          <Button type="submit" loading={stating.isPending}>
            {t("statement.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
