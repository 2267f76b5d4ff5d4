import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { LegalBasis, Nature } from "../../../api/policies";
import { oneOf } from "../../../terms";
import type { Ask } from "./ask";
import { Reason, Text } from "./inputs";
import { Question } from "./Question";
import styles from "./edit.module.css";

export const NATURES = ["ordinary", "health", "finance", "minors", "public_service"] as const satisfies readonly Nature[];
const BASES = [
  "consent",
  "contract",
  "legal_obligation",
  "vital_interests",
  "public_task",
  "legitimate_interests",
] as const satisfies readonly LegalBasis[];

/** What the purpose is for, why less does not suffice, what the site is about, on which ground. */
export function Why({ ask }: { ask: Ask }) {
  const { t } = useTranslation(["policy", "policies"]);
  const { form, set } = ask;
  return (
    <Question title={t("why.title")} text={t("why.text")}>
      <Text ask={ask} name="whatFor" label={t("why.whatFor")} hint={t("why.whatForHint")} rows={3} />
      <Text ask={ask} name="lessIntrusive" label={t("why.lessIntrusive")} hint={t("why.lessIntrusiveHint")} rows={3} />
      <div className={styles.pair}>
        <NatureChoice value={form.nature} onChange={(nature) => set({ nature })} />
        <NativeSelect
          label={t("why.legalBasis")}
          description={t("why.legalBasisHint")}
          inputWrapperOrder={["label", "input", "description"]}
          value={form.legalBasis}
          onChange={(event) => set({ legalBasis: oneOf(BASES, event.currentTarget.value) ?? form.legalBasis })}
          data={BASES.map((basis) => ({ value: basis, label: t(`policies:legalBasis.${basis}`) }))}
        />
      </div>
      {form.reasons
        .filter(({ measure }) => measure !== "retention")
        .map(({ measure }) => (
          <Reason key={measure} ask={ask} measure={measure} label={t("why.reasonOf", { measure })} />
        ))}
    </Question>
  );
}

interface NatureProps {
  value: Nature | undefined;
  onChange: (nature: Nature | undefined) => void;
  error?: string | undefined;
}

/** What the site is about. */
export function NatureChoice({ value, onChange, error }: NatureProps) {
  const { t } = useTranslation(["policy", "policies"]);
  return (
    <NativeSelect
      label={t("why.nature")}
      description={t("why.natureHint")}
      inputWrapperOrder={["label", "input", "error", "description"]}
      value={value ?? ""}
      error={error}
      onChange={(event) => onChange(oneOf(NATURES, event.currentTarget.value))}
      data={[
        ...(value === undefined ? [{ value: "", label: t("why.natureMissing") }] : []),
        ...NATURES.map((nature) => ({ value: nature, label: t(`policies:nature.${nature}`) })),
      ]}
    />
  );
}
