import { useTranslation } from "react-i18next";
import type { PolicyChange } from "../../api/policies";
import screen from "../../states/screen.module.css";
import styles from "./policies.module.css";
import { useSayings } from "./sayings";

interface Props {
  changes: readonly PolicyChange[];
  /** What the two columns are called; before and after unless said. */
  columns?: [string, string];
}

/** What two policies do not say alike, in words. */
export function Changes({ changes, columns }: Props) {
  const { t } = useTranslation("policies");
  const say = useSayings();
  const [before, after] = columns ?? [t("before"), t("after")];
  return (
    <table className={`${screen.table} ${styles.changes}`}>
      <thead>
        <tr>
          <th scope="col">{t("changes")}</th>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field}>
            <th scope="row">{say.field(change.field)}</th>
            <td data-label={before}>{say.value(change.field, change.before)}</td>
            <td data-label={after}>{say.value(change.field, change.after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
