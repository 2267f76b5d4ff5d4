import { useTranslation } from "react-i18next";
import { useSayings } from "../sayings";
import type { Ask } from "./ask";
import { Choice, Question } from "./Question";
import styles from "./edit.module.css";

/** The strictest first. */
const MASKINGS = ["M3", "M2", "M1"] as const;
const POINTERS = ["none", "targets", "path"] as const;
const IDENTIFIERS = ["I1", "I3", "I2"] as const;

/** What becomes of masked content. */
export function Masks({ ask, rules }: { ask: Ask; rules: number }) {
  const { t } = useTranslation("policy");
  const { form, set, framework } = ask;
  return (
    <Question
      title={t("masking.title")}
      text={t("masking.text")}
      paragraph={framework.paragraphs.masking}
      words={[framework.measures[form.masking]]}
      deviation={ask.deviation("masking") ?? ask.deviation("publisher_marks") ?? ask.deviation("unmask")}
      fault={ask.fault("masking") ?? ask.fault("unmask")}
    >
      {MASKINGS.map((masking) => (
        <Choice
          key={masking}
          name="masking"
          label={t(`masking.${masking}`)}
          text={t(`masking.${masking}Text`)}
          checked={form.masking === masking}
          onChoose={() => set({ masking })}
          notYet={masking !== "M3"}
        />
      ))}
      <Choice
        label={t("masking.publisherMarks")}
        text={t("masking.publisherMarksHint")}
        checked={form.publisherMarks}
        onChoose={(publisherMarks) => set({ publisherMarks })}
        notYet
      />
      <fieldset className={styles.group}>
        <legend>{t("masking.pointer")}</legend>
        <p className="quiet">{t("masking.pointerHint")}</p>
        {POINTERS.map((pointer) => (
          <Choice
            key={pointer}
            name="pointer"
            label={t(`masking.${pointer}`)}
            checked={form.pointer === pointer}
            onChoose={() => set({ pointer })}
          />
        ))}
      </fieldset>
      {rules > 0 && <p className="quiet">{t("masking.rules", { count: rules })}</p>}
    </Question>
  );
}

/** Whether recordings can be linked. */
export function Links({ ask }: { ask: Ask }) {
  const { t } = useTranslation("policy");
  const say = useSayings();
  const { form, set, framework, purpose } = ask;
  return (
    <Question
      title={t("identifiers.title")}
      text={t("identifiers.text", { accepted: say.terms(framework.purposes[purpose].identifiers) })}
      paragraph={framework.paragraphs.identifiers}
      words={[framework.measures[form.identifiers]]}
      deviation={ask.deviation("identifiers")}
      fault={ask.fault("identifiers")}
    >
      {IDENTIFIERS.map((identifiers) => (
        <Choice
          key={identifiers}
          name="identifiers"
          label={t(`identifiers.${identifiers}`)}
          text={t(`identifiers.${identifiers}Text`)}
          checked={form.identifiers === identifiers}
          onChoose={() => set({ identifiers })}
        />
      ))}
    </Question>
  );
}
