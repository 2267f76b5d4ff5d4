import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { tellIncident } from "../../api/incidents";
import type { Concern } from "../../api/incidents";
import { Dialog } from "../../states/Dialog";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { toInstant, toLocal } from "./concern";
import { incidentsQuery } from "./queries";
import { useConcernWords } from "./useConcernWords";

interface Props {
  site: Site;
  concern: Concern;
  onDone: () => void;
  onClose: () => void;
}

/** Asks since when it is known: from then on the 72 hours run. */
export function TellDialog({ site, concern, onDone, onClose }: Props) {
  const { t } = useTranslation(["incidents", "states"]);
  const words = useConcernWords();
  const queries = useQueryClient();
  const [learned, setLearned] = useState(() => toLocal(new Date().toISOString()));
  const [tried, setTried] = useState(false);
  const instant = toInstant(learned);
  const isPast = instant !== undefined && Date.parse(instant) <= Date.now();
  const telling = useMutation({
    mutationFn: (learnedAt: string) => tellIncident(site.key, concern, learnedAt),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: incidentsQuery(site.key).queryKey });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isPast && !telling.isPending) telling.mutate(instant);
  };
  return (
    <Dialog opened onClose={onClose} title={t("tell.title")}>
      <form onSubmit={submit} noValidate className={screen.dialogForm}>
        <p>{t("tell.text")}</p>
        <p>
          <strong>{words(concern)}</strong>
        </p>
        <TextInput
          type="datetime-local"
          label={t("tell.learned")}
          description={t("tell.learnedHint")}
          inputWrapperOrder={["label", "input", "error", "description"]}
          data-autofocus
          value={learned}
          onChange={(event) => setLearned(event.currentTarget.value)}
          error={tried && !isPast && <span role="alert">{t("tell.bad")}</span>}
        />
        <Trouble error={telling.error} />
        <div className={screen.actionsEnd}>
          <Button variant="default" onClick={onClose}>
            {t("states:cancel")}
          </Button>
          <Button type="submit" loading={telling.isPending}>
            {t("tell.submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
