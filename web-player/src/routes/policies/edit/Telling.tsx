import { useTranslation } from "react-i18next";
import screen from "../../../states/screen.module.css";
import type { Ask } from "./ask";
import { Text } from "./inputs";
import { Choice, Question } from "./Question";

/** Where the framework says what the first level tells. */
const PARAGRAPH = "25";

interface Props {
  ask: Ask;
  /** Whether one may publish what a data protection officer alone decides. */
  mayDeviate: boolean;
}

/** What visitors are told, whether the first thing they read tells of session replay, and what a withdrawal does. */
export function Telling({ ask, mayDeviate }: Props) {
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
          {!mayDeviate && <p className={screen.note}>{t("telling.needsDpo")}</p>}
        </>
      )}
      <Choice
        label={t("telling.erase")}
        text={t("telling.eraseText")}
        checked={form.eraseWithdrawn}
        onChoose={(eraseWithdrawn) => set({ eraseWithdrawn })}
      />
      {!form.eraseWithdrawn && (
        <>
          <Text ask={ask} name="keepAfterWithdrawal" label={t("telling.keepWhy")} hint={t("telling.keepWhyHint")} rows={3} />
          {!mayDeviate && <p className={screen.note}>{t("telling.keepNeedsDpo")}</p>}
        </>
      )}
      <Text ask={ask} name="textVersion" label={t("telling.textVersion")} hint={t("telling.textVersionHint")} />
    </Question>
  );
}
