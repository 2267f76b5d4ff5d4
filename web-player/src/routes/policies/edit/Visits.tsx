import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { sayShare } from "../amounts";
import { SIMPLE } from "../form";
import { useSayings } from "../sayings";
import type { Ask } from "./ask";
import { Numeral, Text } from "./inputs";
import { Choice, Question } from "./Question";
import { FRICTIONS } from "../../../terms";
import styles from "./edit.module.css";

const LIMITS = ["L1", "L2", "L3"] as const;

/** Which visits are recorded: drawn by lot, around a trigger, or kept after analysis. */
export function Visits({ ask }: { ask: Ask }) {
  const { t, i18n } = useTranslation("policy");
  const say = useSayings();
  const { form, set, framework, purpose } = ask;
  const choose = (limit: (typeof LIMITS)[number]) => (chosen: boolean) => set({ limits: { ...form.limits, [limit]: chosen } });
  const words = LIMITS.filter((limit) => form.limits[limit]).map((limit) => framework.measures[limit]);
  return (
    <Question
      title={t("collection.title")}
      text={t("collection.text", { accepted: say.terms(framework.purposes[purpose].collection) })}
      paragraph={framework.paragraphs.collection}
      words={words}
      deviation={ask.deviation("collection")}
      fault={ask.fault("collection") ?? ask.fault("analysis")}
    >
      <Choice label={t("collection.L1")} text={t("collection.L1Text")} checked={form.limits.L1} onChoose={choose("L1")}>
        <Numeral
          ask={ask}
          name="rate"
          label={t("collection.rate")}
          hint={t("collection.rateHint", { share: sayShare(framework.sampling.at_most, i18n.language) })}
        />
      </Choice>
      <Choice label={t("collection.L2")} text={t("collection.L2Text")} checked={form.limits.L2} onChoose={choose("L2")}>
        <Around ask={ask} />
      </Choice>
      <Choice label={t("collection.L3")} text={t("collection.L3Text")} checked={form.limits.L3} onChoose={choose("L3")}>
        <Analysis ask={ask} />
      </Choice>
    </Question>
  );
}

function Around({ ask }: { ask: Ask }) {
  const { t } = useTranslation(["policy", "policies"]);
  const { form, set } = ask;
  return (
    <>
      <div className={styles.pair}>
        <Numeral ask={ask} name="before" label={t("collection.before")} />
        <Numeral ask={ask} name="after" label={t("collection.after")} />
      </div>
      <fieldset className={styles.group}>
        <legend>{t("collection.history")}</legend>
        <Choice
          name="history"
          label={t("collection.on_device")}
          checked={form.history === "on_device"}
          onChoose={() => set({ history: "on_device" })}
        />
        <Choice
          name="history"
          label={t("collection.provisional")}
          checked={form.history === "provisional"}
          onChoose={() => set({ history: "provisional" })}
        >
          <Text ask={ask} name="whyNotOnDevice" label={t("collection.whyNotOnDevice")} hint={t("collection.whyNotOnDeviceHint")} rows={2} />
          <Numeral ask={ask} name="historyDelay" label={t("collection.historyDelay")} />
        </Choice>
      </fieldset>
      <Triggers ask={ask} />
    </>
  );
}

function Triggers({ ask }: { ask: Ask }) {
  const { t } = useTranslation(["policy", "policies"]);
  const { form, set } = ask;
  const fault = ask.fault("triggers");
  return (
    <fieldset className={styles.group}>
      <legend>{t("collection.triggers")}</legend>
      <div className={styles.checks}>
        {SIMPLE.map((on) => (
          <label key={on}>
            <input
              type="checkbox"
              checked={form.triggers.includes(on)}
              onChange={(event) =>
                set({ triggers: event.currentTarget.checked ? [...form.triggers, on] : form.triggers.filter((it) => it !== on) })
              }
            />
            {t(`policies:sign.${on}`)}
          </label>
        ))}
      </div>
      <Lines ask={ask} name="urls" label={t("collection.urls")} />
      <Lines ask={ask} name="elements" label={t("collection.elements")} />
      <Lines ask={ask} name="customs" label={t("collection.customs")} />
      {fault && (
        <p role="alert" className="failure">
          {fault}
        </p>
      )}
    </fieldset>
  );
}

function Lines({ ask, name, label }: { ask: Ask; name: "urls" | "elements" | "customs"; label: string }) {
  return (
    <label className={styles.lines}>
      {label}
      <textarea rows={2} spellCheck={false} value={ask.form[name]} onChange={(event) => ask.set({ [name]: event.currentTarget.value })} />
    </label>
  );
}

function Analysis({ ask }: { ask: Ask }) {
  const { t } = useTranslation(["policy", "policies"]);
  const { form, set } = ask;
  const fault = ask.fault("keep");
  return (
    <fieldset className={styles.group}>
      <legend>{t("collection.keep")}</legend>
      {FRICTIONS.map((marker) => {
        const sign = t(`policies:sign.${marker}`);
        const { [marker]: times, ...others } = form.keep;
        return (
          <div key={marker} className={styles.criterion}>
            <label>
              <input
                type="checkbox"
                checked={times !== undefined}
                onChange={(event) => set({ keep: event.currentTarget.checked ? { ...others, [marker]: "1" } : others })}
              />
              {sign}
            </label>
            {times !== undefined && (
              <TextInput
                aria-label={t("collection.keepTimes", { sign })}
                inputMode="numeric"
                maxLength={5}
                value={times}
                onChange={(event) => set({ keep: { ...form.keep, [marker]: event.currentTarget.value } })}
              />
            )}
          </div>
        );
      })}
      {fault && (
        <p role="alert" className="failure">
          {fault}
        </p>
      )}
      <Numeral ask={ask} name="verdictDelay" label={t("collection.verdictDelay")} />
    </fieldset>
  );
}
