import { useTranslation } from "react-i18next";
import screen from "../../../states/screen.module.css";
import type { Ask } from "./ask";
import { Text } from "./inputs";
import { Choice, Question } from "./Question";

/** Where the framework says what the first level tells. */
const PARAGRAPH = "25";

interface Props {
  ask: Ask;
  /** Whether one may publish that the first level says nothing of session replay. */
  mayLeaveOut: boolean;
}

/** What visitors are told, and whether the first thing they read tells of session replay. */
export function Telling({ ask, mayLeaveOut }: Props) {
  const { t } = useTranslation("policy");
  const { form, set } = ask;
  return (
    <Question title={t("telling.title")} text={t("telling.text")} paragraph={PARAGRAPH}>
      <Choice
        label={t("telling.firstLevel")}
        text={t("telling.firstLevelText")}
        checked={form.firstLevel}
        onChoose={(firstLevel) => set({ firstLevel })}
      />
      {!form.firstLevel && (
        <>
          <Text ask={ask} name="offFirstLevel" label={t("telling.why")} hint={t("telling.whyHint")} rows={3} />
          {!mayLeaveOut && <p className={screen.note}>{t("telling.needsDpo")}</p>}
        </>
      )}
      <Text ask={ask} name="textVersion" label={t("telling.textVersion")} hint={t("telling.textVersionHint")} />
    </Question>
  );
}
