import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import type { RegisterMeasure, RegisterPurpose, Report } from "../../api/register";
import { PurposeGlyph } from "../../purposes";
import { Icon } from "../../shell/icons";
import { Notice } from "../../states/Notice";
import { PURPOSES, oneOf } from "../../terms";
import type { Purpose } from "../../terms";
import { LastStatement } from "./LastStatement";
import { MetPicture } from "./MetPicture";
import styles from "./register.module.css";

/** What the software does for every policy; the report says how. */
const ALWAYS: readonly string[] = ["M0", "S1", "S2"];

/** How each purpose meets each measure: a row of pictures, and what was said where it does not. */
export function AtAGlance({ site, report }: { site: Site; report: Report }) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  if (report.purposes.length === 0 && report.partial === undefined)
    return (
      <Notice
        title={t("empty")}
        action={
          <Link to="/policies/$site" params={{ site: site.key }}>
            {t("toPolicies")}
          </Link>
        }
      >
        <p className="quiet">{t("emptyText")}</p>
      </Notice>
    );
  return (
    <>
      {report.purposes.map((purpose) => (
        <OfPurpose key={purpose.purpose} site={site} purpose={purpose} />
      ))}
      {report.unset.map(({ purpose, name, says }) => (
        <Unset key={purpose} site={site} purpose={oneOf(PURPOSES, purpose)} name={name} says={says} />
      ))}
    </>
  );
}

function Title({ id, purpose, name }: { id: string; purpose: Purpose | undefined; name: string }) {
  return (
    <h3 id={id} className={styles.purpose} style={purpose && { color: `var(--${purpose})` }}>
      {purpose && <PurposeGlyph purpose={purpose} />} {name}
    </h3>
  );
}

function OfPurpose({ site, purpose }: { site: Site; purpose: RegisterPurpose }) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  const known = oneOf(PURPOSES, purpose.purpose);
  const id = `register-${purpose.purpose}`;
  const deviating = purpose.measures.filter(({ met }) => met === "deviating");
  return (
    <section className={styles.judged} aria-labelledby={id}>
      <Title id={id} purpose={known} name={purpose.name} />
      <p className={styles.verdict} data-conforms={purpose.conforms || undefined}>
        <Icon name={purpose.conforms ? "check" : "attention"} size={16} />
        <strong>{purpose.verdict}</strong>
      </p>
      {purpose.stopped && <p>{purpose.stopped}</p>}
      <ul className={styles.measures} aria-label={t("measures", { purpose: purpose.name })}>
        {purpose.measures.map((measure) => (
          <OneMeasure key={measure.measure} measure={measure} />
        ))}
      </ul>
      {deviating.map((measure) => (
        <Justified key={measure.measure} measure={measure} />
      ))}
      {purpose.warnings.map((warning) => (
        <p key={warning} className="quiet">
          {warning}
        </p>
      ))}
      {known && <LastStatement site={site.key} purpose={known} name={purpose.name} />}
      {known && (
        <p>
          {purpose.in_force}.{" "}
          <Link to="/policies/$site/$purpose/history" params={{ site: site.key, purpose: known }}>
            {t("history", { purpose: purpose.name })}
          </Link>
        </p>
      )}
    </section>
  );
}

function OneMeasure({ measure }: { measure: RegisterMeasure }) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  return (
    <li data-met={measure.met}>
      <MetPicture met={measure.met} />
      <strong>{measure.name}</strong>
      <span className={styles.met}>{measure.met_words}</span>
      {ALWAYS.includes(measure.measure) ? (
        <span className="quiet">
          {t("bySoftware")} ({measure.paragraph})
        </span>
      ) : (
        <>
          <span>{measure.chosen}</span>
          <span className="quiet">
            {t("asked", { asked: measure.asked })} ({measure.paragraph})
          </span>
        </>
      )}
    </li>
  );
}

function Justified({ measure }: { measure: RegisterMeasure }) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  const said = measure.justification;
  return (
    <div className={styles.justified}>
      <h4>
        {measure.name} <span className="quiet">{measure.paragraph}</span>
      </h4>
      {said === undefined && <p>{t("unjustified")}</p>}
      {said && (
        <dl>
          <dt>{t("alternative")}</dt>
          <dd>{said.alternative}</dd>
          <dt>{t("meets")}</dt>
          <dd>{said.meets}</dd>
          <dd className="quiet">
            {t("review", { author: said.author, day: said.review })} {said.overdue && <strong>{t("overdue")}</strong>}
          </dd>
        </dl>
      )}
    </div>
  );
}

interface UnsetProps {
  site: Site;
  purpose: Purpose | undefined;
  name: string;
  says: string;
}

function Unset({ site, purpose, name, says }: UnsetProps) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  const id = `register-unset-${name}`;
  return (
    <section className={styles.judged} aria-labelledby={id}>
      <Title id={id} purpose={purpose} name={name} />
      <p>{says}</p>
      {purpose && site.edit_policies.includes(purpose) && (
        <Link to="/policies/$site/$purpose/draft" params={{ site: site.key, purpose }}>
          {t("setUp", { purpose: name })}
        </Link>
      )}
    </section>
  );
}
