import { Button, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { resumePurpose, stopPurpose } from "../../api/policies";
import type { PurposeAddress } from "../../api/policies";
import { Dialog } from "../../states/Dialog";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { policiesQuery } from "./queries";

const LONGEST = 500;

interface Props {
  address: PurposeAddress;
  turn: "stop" | "resume";
  onDone: () => void;
  onClose: () => void;
}

/** Asks why a purpose is stopped or resumed, and says what then happens. */
export function TurnDialog({ address, turn, onDone, onClose }: Props) {
  const { t } = useTranslation(["policies", "shell", "states"]);
  const queries = useQueryClient();
  const [why, setWhy] = useState("");
  const [tried, setTried] = useState(false);
  const turning = useMutation({
    mutationFn: () => (turn === "stop" ? stopPurpose : resumePurpose)(address, why.trim()),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: ["register", address.site] });
      await queries.invalidateQueries({ queryKey: policiesQuery(address.site).queryKey, exact: true });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (why.trim() !== "") turning.mutate();
  };
  return (
    <Dialog opened onClose={onClose} title={t(`${turn}.title`, { purpose: t(`shell:purpose.${address.purpose}`) })}>
      <form onSubmit={submit} noValidate className={screen.dialogForm}>
        <p>{t(`${turn}.text`)}</p>
        {turn === "stop" && <p className="quiet">{t("stop.stays")}</p>}
        <Textarea
          label={t("stop.why")}
          description={t("stop.whyHint")}
          inputWrapperOrder={["label", "input", "error", "description"]}
          rows={2}
          maxLength={LONGEST}
          data-autofocus
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
          error={tried && why.trim() === "" && t("stop.missing")}
        />
        <Trouble error={turning.error} />
        <div className={screen.actionsEnd}>
          <Button variant="default" onClick={onClose}>
            {t("states:cancel")}
          </Button>
          <Button type="submit" loading={turning.isPending} className={turn === "stop" ? screen.danger : undefined}>
            {t(`${turn}.deed`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
