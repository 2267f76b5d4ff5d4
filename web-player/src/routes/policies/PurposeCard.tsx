import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import type { Framework, PolicyInForce, PurposeAddress } from "../../api/policies";
import { formatDay, formatMoment } from "../../format";
import { useNow } from "../../now";
import { PurposeGlyph } from "../../purposes";
import { formatAgo } from "../../shell/ago";
import type { Purpose } from "../../terms";
import { Judgement } from "./Judgement";
import { Often } from "./Often";
import { CollectionPicture, IdentifierPicture, MaskingPicture, RetentionStrip } from "./Pictures";
import { draftQuery } from "./queries";
import { useSayings } from "./sayings";
import { Stopped, Turning } from "./Turning";
import { Volumes } from "./Volumes";
import styles from "./policies.module.css";

interface Props {
  site: Site;
  purpose: Purpose;
  inForce: PolicyInForce | undefined;
  framework: Framework;
}

/** One purpose at a glance: what is recorded, how it is judged, and what may be done about it. */
export function PurposeCard({ site, purpose, inForce, framework }: Props) {
  const { t } = useTranslation(["policies", "shell"]);
  const id = `purpose-${purpose}`;
  const address: PurposeAddress = { site: site.key, purpose };
  return (
    <section className={styles.card} aria-labelledby={id} style={{ "--purpose": `var(--${purpose})` } as React.CSSProperties}>
      <h2 id={id}>
        <PurposeGlyph purpose={purpose} /> {t(`shell:purpose.${purpose}`)}
      </h2>
      {inForce?.stopped && <Stopped stopped={inForce.stopped} mayEdit={site.edit_policies.includes(purpose)} />}
      {inForce ? <InForce inForce={inForce} accepted={framework.purposes[purpose].retention_at_most_minutes} /> : <None />}
      {inForce && <Often address={address} policy={inForce.policy} />}
      <Volumes address={address} />
      <Steps site={site} purpose={purpose} inForce={inForce} />
    </section>
  );
}

function None() {
  const { t } = useTranslation("policies");
  return (
    <>
      <p className={styles.sentence}>{t("none")}</p>
      <p className="quiet">{t("noneText")}</p>
    </>
  );
}

function InForce({ inForce, accepted }: { inForce: PolicyInForce; accepted: number }) {
  const { t, i18n } = useTranslation("policies");
  const say = useSayings();
  const { policy, version, published_at: since, publication, conformance } = inForce;
  return (
    <>
      <p className="quiet">
        <time dateTime={since} title={formatMoment(since, i18n.language)}>
          {t("inForce", { version, day: formatDay(since, i18n.language) })}
        </time>
      </p>
      {policy.necessity && <p className={styles.sentence}>{policy.necessity.what_for}</p>}
      <dl className={styles.facts}>
        <dt>{t("collected")}</dt>
        <dd>
          {say.visits(policy)}
          <CollectionPicture collection={policy.collection} />
        </dd>
        <dt>{t("masked")}</dt>
        <dd className={styles.drawn}>
          <MaskingPicture sealed={policy.masking !== "M3"} />
          <span>{capital(t(`masks.${policy.masking}`))}</span>
        </dd>
        <dt>{t("identified")}</dt>
        <dd className={styles.drawn}>
          <IdentifierPicture linked={policy.identifiers !== "I1"} />
          <span>{capital(t(`links.${policy.identifiers}`))}</span>
        </dd>
        <dt>{t("kept")}</dt>
        <dd>
          {say.kept(policy)}
          <RetentionStrip minutes={policy.retention_minutes} accepted={accepted} />
        </dd>
      </dl>
      <Judgement conformance={conformance} justifications={publication?.justifications ?? []} />
    </>
  );
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The draft, where there is one, and the ways on. */
function Steps({ site, purpose, inForce }: Omit<Props, "framework">) {
  const { t, i18n } = useTranslation(["policies", "shell"]);
  const now = useNow();
  const say = useSayings();
  const address: PurposeAddress = { site: site.key, purpose };
  const drafted = useQuery(draftQuery(address)).data;
  const draft = drafted?.draft;
  const trial = inForce?.trial ?? drafted?.trial;
  const mayEdit = site.edit_policies.includes(purpose);
  const name = t(`shell:purpose.${purpose}`);
  const isNew = inForce === undefined;
  return (
    <div className={styles.steps}>
      {trial && (
        <p className={styles.draft}>
          {t("tried", { version: trial.version, moment: formatMoment(trial.until, i18n.language) })}
        </p>
      )}
      {draft && (
        <p className={styles.draft}>
          {t("draftBy", { by: say.author(draft.edited_by), ago: formatAgo(draft.edited_at, now, i18n.language) })}
        </p>
      )}
      <div className={styles.links}>
        {(mayEdit || draft) && (
          <Link
            to="/policies/$site/$purpose/draft"
            params={address}
            aria-label={mayEdit ? (isNew ? `${t("setUp")} (${name})` : t("editOf", { purpose: name })) : t("readDraftOf", { purpose: name })}
          >
            {t(mayEdit ? (isNew ? "setUp" : "edit") : "readDraft")}
          </Link>
        )}
        {!isNew && (
          <Link to="/policies/$site/$purpose/history" params={address} aria-label={t("historyOf", { purpose: name })}>
            {t("history")}
          </Link>
        )}
        {mayEdit && inForce && <Turning address={address} isStopped={inForce.stopped !== undefined} name={name} />}
      </div>
    </div>
  );
}
