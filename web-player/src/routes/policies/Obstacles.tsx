import { useTranslation } from "react-i18next";
import type { Drafting } from "../../api/policies";
import { nameField } from "./fields";
import { useSayings } from "./sayings";
import styles from "./policies.module.css";

const KNOWN = [
  "whatFor",
  "lessIntrusive",
  "nature",
  "masking",
  "unmask",
  "publisherMarks",
  "textVersion",
] as const;

/** What keeps a draft from being published, whoever publishes. */
export function Obstacles({ obstacles }: { obstacles: Drafting["obstacles"] }) {
  const { t } = useTranslation("policy");
  const say = useSayings();
  if (obstacles.length === 0) return undefined;
  return (
    <div className={styles.notYet}>
      <strong>{t("publish.obstacles")}</strong>
      <ul className={styles.warnings}>
        {obstacles.map(({ field }) => {
          const known = KNOWN.find((name) => name === nameField(field).name);
          return <li key={field}>{known ? t(`obstacle.${known}`) : t("obstacle.other", { field: say.field(field) })}</li>;
        })}
      </ul>
    </div>
  );
}
