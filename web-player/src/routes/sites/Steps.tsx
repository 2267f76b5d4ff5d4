import { useTranslation } from "react-i18next";
import styles from "./sites.module.css";

const STEPS = ["add", "paste", "seen"] as const;
const NOW = 1;

/** How far a new site has come: it is there, and waits for its snippet. */
export function Steps() {
  const { t } = useTranslation("sites");
  return (
    <ol className={styles.steps} aria-label={t("steps")}>
      {STEPS.map((step, at) => (
        <li key={step} data-state={at < NOW ? "done" : at === NOW ? "now" : "next"} aria-current={at === NOW ? "step" : undefined}>
          <span aria-hidden="true">{at < NOW ? "✓" : at + 1}</span>
          {t(`step.${step}`)}
          {at < NOW && <em> ({t("stepDone")})</em>}
        </li>
      ))}
    </ol>
  );
}
