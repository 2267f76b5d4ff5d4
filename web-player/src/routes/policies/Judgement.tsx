import { useTranslation } from "react-i18next";
import type { Conformance, Deviation, Justification, PolicyWarning } from "../../api/policies";
import { formatDay } from "../../format";
import { Icon } from "../../shell/icons";
import { useSayings } from "./sayings";
import styles from "./policies.module.css";

interface Props {
  conformance: Conformance;
  /** What was said of each deviation when it was published; absent for a draft. */
  justifications?: readonly Justification[] | undefined;
}

/** How a policy compares with the framework: each deviation with its paragraph and what was said of it. */
export function Judgement({ conformance, justifications }: Props) {
  const { t } = useTranslation("policies");
  const { deviations, warnings } = conformance;
  const conforms = deviations.length === 0;
  return (
    <div className={styles.judgement}>
      <p className={styles.verdict} data-conforms={conforms || undefined}>
        <Icon name={conforms ? "check" : "attention"} size={16} />
        <strong>{conforms ? t("conforms") : t("deviates", { count: deviations.length })}</strong>
      </p>
      {conforms && <p className="quiet">{t("conformsText")}</p>}
      {deviations.map((deviation) => (
        <OneDeviation
          key={deviation.measure}
          deviation={deviation}
          said={justifications?.find(({ measure }) => measure === deviation.measure)}
          silent={t(justifications ? "unjustified" : "toJustify")}
        />
      ))}
      <Warnings warnings={warnings} />
    </div>
  );
}

interface OneProps {
  deviation: Deviation;
  said: Justification | undefined;
  /** What to say where nothing was. */
  silent: string;
}

function OneDeviation({ deviation, said, silent }: OneProps) {
  const { t, i18n } = useTranslation("policies");
  const say = useSayings();
  const measure = t(`measure.${deviation.measure}`);
  const asked = say.measures(deviation.measure, deviation.asked);
  const chosen = say.measures(deviation.measure, deviation.chosen);
  return (
    <div className={styles.deviation}>
      <p>
        {t("deviation", { measure, asked, chosen })} <span className={styles.paragraph}>{say.paragraph(deviation.paragraph)}</span>
      </p>
      {said ? (
        <dl>
          <dt>{t("alternative")}</dt>
          <dd>{said.alternative}</dd>
          <dt>{t("meets")}</dt>
          <dd>{said.meets}</dd>
          <dd className="quiet">{t("reviewed", { author: say.author(said.author), day: formatDay(said.review_on, i18n.language) })}</dd>
        </dl>
      ) : (
        <p className="quiet">{silent}</p>
      )}
    </div>
  );
}

/** What whoever publishes it should know. */
export function Warnings({ warnings }: { warnings: readonly PolicyWarning[] }) {
  const { t } = useTranslation("policies");
  if (warnings.length === 0) return undefined;
  return (
    <ul className={styles.warnings}>
      {warnings.map((warning) => (
        <li key={warning}>{t(`warning.${warning}`)}</li>
      ))}
    </ul>
  );
}
