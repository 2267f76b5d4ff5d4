import { Button, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { publishDraft } from "../../../api/policies";
import type { Deviation, Judged, PurposeAddress } from "../../../api/policies";
import screen from "../../../states/screen.module.css";
import { inAYear } from "../amounts";
import { Leaving } from "../edit/Leaving";
import { Justify } from "./Justify";
import { isSaid } from "./said";
import type { Said } from "./said";
import { Refusal } from "./Refusal";
import styles from "./publish.module.css";

interface Props {
  address: PurposeAddress;
  revision: number;
  deviations: readonly Deviation[];
  /** The number that the new version will have. */
  next: number;
  readAgain: () => void;
}

/** Asks why now, and for each deviation what is done instead; then publishes. */
export function PublishForm({ address, revision, deviations, next, readAgain }: Props) {
  const { t } = useTranslation("policy");
  const [why, setWhy] = useState("");
  const [answers, setAnswers] = useState<Partial<Record<Judged, Said>>>({});
  const [tried, setTried] = useState(false);
  const publishing = usePublishing(address);
  const saidOf = (measure: Judged): Said => answers[measure] ?? { alternative: "", meets: "", review_on: inAYear(Date.now()) };
  const justifications = deviations.map(({ measure }) => ({ measure, ...saidOf(measure) }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const isWhole = isSaid(why) && justifications.every(({ alternative, meets, review_on: day }) => isSaid(alternative) && isSaid(meets) && day !== "");
    if (isWhole) publishing.mutate({ revision, why, justifications });
  };
  const isWritten = why !== "" || Object.keys(answers).length > 0;
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      {deviations.length > 0 && (
        <div className={screen.section}>
          <h2>{t("publish.deviations")}</h2>
          <p className="quiet">{t("publish.deviationsText")}</p>
        </div>
      )}
      {deviations.map((deviation) => (
        <Justify
          key={deviation.measure}
          deviation={deviation}
          said={saidOf(deviation.measure)}
          onSay={(said) => setAnswers({ ...answers, [deviation.measure]: said })}
          tried={tried}
        />
      ))}
      <Textarea
        label={t("publish.why")}
        description={t("publish.whyHint")}
        inputWrapperOrder={["label", "input", "error", "description"]}
        rows={2}
        maxLength={2000}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        error={tried && !isSaid(why) && t("publish.whyMissing")}
      />
      <Refusal error={publishing.error} readAgain={readAgain} />
      <div className={screen.actions}>
        <Button type="submit" loading={publishing.isPending}>
          {t("publish.submit", { version: next })}
        </Button>
      </div>
      <Leaving isUnsaved={isWritten && !publishing.isSuccess} />
    </form>
  );
}

/** Publishes, then shows the history, whose first line is what was just done. */
function usePublishing(address: PurposeAddress) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (said: Parameters<typeof publishDraft>[1]) => publishDraft(address, said),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: ["policies", address.site] });
      void queries.invalidateQueries({ queryKey: ["register", address.site] });
      void queries.invalidateQueries({ queryKey: ["sites"] });
      await navigate({ to: "/policies/$site/$purpose/history", params: address, ignoreBlocker: true });
    },
  });
}
