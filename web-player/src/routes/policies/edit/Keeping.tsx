import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { oneOf } from "../../../terms";
import { readNumber, sayMinutes, toMinutes } from "../amounts";
import { RetentionStrip } from "../Pictures";
import type { Ask } from "./ask";
import { Numeral, Reason, Text } from "./inputs";
import { Choice, Question } from "./Question";
import styles from "./edit.module.css";

const UNITS = ["minute", "hour", "day"] as const;

/** How long recordings are kept and may be, and why. */
export function Keeping({ ask }: { ask: Ask }) {
  const { t, i18n } = useTranslation("policy");
  const { form, set, framework, purpose } = ask;
  const accepted = framework.purposes[purpose].retention_at_most_minutes;
  const minutes = toMinutes(readNumber(form.retention) ?? 0, form.retentionUnit);
  return (
    <Question
      title={t("retention.title")}
      text={t("retention.text", { accepted: sayMinutes(accepted, i18n.language) })}
      paragraph={framework.paragraphs.retention}
      deviation={ask.deviation("retention")}
    >
      <div className={styles.pair}>
        <Numeral ask={ask} name="retention" label={t("retention.amount")} />
        <NativeSelect
          label={t("retention.unit")}
          value={form.retentionUnit}
          onChange={(event) => set({ retentionUnit: oneOf(UNITS, event.currentTarget.value) ?? form.retentionUnit })}
          data={UNITS.map((unit) => ({ value: unit, label: t(`retention.units.${unit}`) }))}
        />
      </div>
      <RetentionStrip minutes={minutes} accepted={accepted} />
      <Reason ask={ask} measure="retention" label={t("retention.reason")} hint={t("retention.reasonHint")} />
      <Event ask={ask} />
      <Numeral ask={ask} name="lifespan" label={t("retention.lifespan")} hint={t("retention.lifespanHint")} />
    </Question>
  );
}

/** The event that keeps a recording longer, or ends it sooner. */
function Event({ ask }: { ask: Ask }) {
  const { t } = useTranslation("policy");
  const { form, set, purpose } = ask;
  const event = purpose === "support" ? "ticket" : "release";
  return (
    <Choice label={t(`retention.${event}`)} text={t(`retention.${event}Text`)} checked={form.until} onChoose={(until) => set({ until })}>
      {form.until && event === "ticket" && (
        <Numeral ask={ask} name="longest" label={t("retention.longest")} hint={t("retention.longestHint")} />
      )}
    </Choice>
  );
}

/** Which pages and elements, which texts, and whether recordings may leave. */
export function PagesToo({ ask }: { ask: Ask }) {
  const { t } = useTranslation("policy");
  const { form, set } = ask;
  return (
    <Question title={t("pages.title")} text={t("pages.text")}>
      <Text ask={ask} name="routes" label={t("pages.routes")} rows={4} />
      <div className={styles.pair}>
        <Text ask={ask} name="recordOnly" label={t("pages.recordOnly")} rows={2} />
        <Text ask={ask} name="neverRecord" label={t("pages.neverRecord")} rows={2} />
      </div>
      <Text ask={ask} name="block" label={t("pages.block")} rows={2} />
      <Choice label={t("pages.export")} text={t("pages.exportHint")} checked={form.export} onChoose={(may) => set({ export: may })} />
    </Question>
  );
}
