import { useId } from "react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Deviation, FrameworkMeasure } from "../../../api/policies";
import { useSayings } from "../sayings";
import glance from "../policies.module.css";
import styles from "./edit.module.css";

interface Props {
  title: string;
  text: string;
  /** Where the framework speaks of it. */
  paragraph?: string;
  /** The measures that were chosen, in the framework's words. */
  words?: (FrameworkMeasure | undefined)[];
  deviation?: Deviation | undefined;
  fault?: string | undefined;
  children: ReactNode;
}

/** One question of the editor, with what the framework says of it and whether the answer is looser. */
export function Question({ title, text, paragraph, words = [], deviation, fault, children }: Props) {
  const { t } = useTranslation("policy");
  const say = useSayings();
  const id = useId();
  const said = words.flatMap((measure) => (measure ? [measure.says] : []));
  return (
    <section className={styles.question} aria-labelledby={id}>
      <h2 id={id}>
        {title} {paragraph && <span className={glance.paragraph}>{say.paragraph(paragraph)}</span>}
      </h2>
      <p className="quiet">{text}</p>
      {children}
      {fault && (
        <p role="alert" className="failure">
          {fault}
        </p>
      )}
      <div role="status">{deviation && <Looser deviation={deviation} />}</div>
      {said.length > 0 && (
        <details className={styles.words}>
          <summary className="quiet">{t("cnil")}</summary>
          {said.map((one) => (
            <blockquote key={one} lang="en">
              {one}
            </blockquote>
          ))}
        </details>
      )}
    </section>
  );
}

function Looser({ deviation }: { deviation: Deviation }) {
  const { t } = useTranslation("policy");
  const say = useSayings();
  const { measure, asked, chosen, paragraph } = deviation;
  return (
    <div className={glance.deviation}>
      <p>
        <strong>{t("looser")}</strong> <span className={glance.paragraph}>{say.paragraph(paragraph)}</span>
      </p>
      <p>{t("looserText", { asked: say.measures(measure, asked), chosen: say.measures(measure, chosen) })}</p>
      <p className="quiet">{t("looserWho")}</p>
    </div>
  );
}

interface ChoiceProps {
  /** Those of one name exclude each other; without a name, it is a choice of its own. */
  name?: string;
  label: string;
  text?: string;
  checked: boolean;
  onChoose: (checked: boolean) => void;
  /** Whether this version cannot do it. */
  notYet?: boolean;
  /** What else is asked where it is chosen. */
  children?: ReactNode;
}

/** One answer, with what it means. */
export function Choice({ name, label, text, checked, onChoose, notYet = false, children }: ChoiceProps) {
  const { t } = useTranslation("policy");
  const id = useId();
  return (
    <div className={styles.choice} data-checked={checked || undefined}>
      <label>
        <input
          type={name === undefined ? "checkbox" : "radio"}
          name={name}
          checked={checked}
          aria-describedby={text ? id : undefined}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
        {label}
      </label>
      {text && (
        <p id={id} className="quiet">
          {text} {notYet && <em>{t("notYet")}</em>}
        </p>
      )}
      {checked && children && <div className={styles.more}>{children}</div>}
    </div>
  );
}
