import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Site } from "../../../api";
import type { Drafting, PolicyInForce } from "../../../api/policies";
import { useSession } from "../../../session";
import { Denied } from "../../../states/Denied";
import { Failed } from "../../../states/Failed";
import { Notice } from "../../../states/Notice";
import screen from "../../../states/screen.module.css";
import { Waiting } from "../../../states/Waiting";
import type { Purpose } from "../../../terms";
import { Changes } from "../Changes";
import { Warnings } from "../Judgement";
import { Obstacles } from "../Obstacles";
import { useReadable } from "../place";
import { PurposeTitle } from "../PurposeTitle";
import { draftQuery, policiesQuery } from "../queries";
import { useSayings } from "../sayings";
import { NeedsDpo } from "./NeedsDpo";
import { PublishForm } from "./PublishForm";
import glance from "../policies.module.css";
import styles from "./publish.module.css";

/** What publishing the draft would change, and the way to do it. */
export function ReviewScreen() {
  const session = useSession();
  const place = useReadable(session);
  if (!place) return <Denied may="read_policies" organisation={session.organisation.name} />;
  return <Review key={`${place.site.key}/${place.purpose}`} {...place} />;
}

function Review({ site, purpose }: { site: Site; purpose: Purpose }) {
  const { t } = useTranslation(["policy", "policies", "shell"]);
  const address = { site: site.key, purpose };
  const policies = useQuery(policiesQuery(site.key));
  const query = useQuery(draftQuery(address));
  const failed = policies.error ?? query.error;
  const inForce = policies.data?.policies.find(({ policy }) => policy.purpose === purpose);
  const view = query.isFetchedAfterMount && policies.data ? query.data : undefined;
  const title = t("publish.title", { purpose: t(`shell:purpose.${purpose}`) });
  const toDraft = (
    <Link to="/policies/$site/$purpose/draft" params={address}>
      {t("publish.toDraft")}
    </Link>
  );
  const retry = () => void Promise.all([policies.refetch(), query.refetch()]);
  return (
    <div className={glance.screen}>
      <PurposeTitle site={site} purpose={purpose} title={title} text={t("publish.intro")} />
      {failed && <Failed error={failed} retry={retry} />}
      {!failed && !view && <Waiting lines={6} />}
      {view && !view.draft && (
        <Notice title={t("noDraft")} action={toDraft}>
          <p className="quiet">{t("publish.noDraftText")}</p>
        </Notice>
      )}
      {view?.draft && (
        <>
          <Sentences draft={view.draft} inForce={inForce} />
          <Further draft={view.draft} />
          <p>{toDraft}</p>
          <Way site={site} purpose={purpose} revision={view.revision} draft={view.draft} inForce={inForce} readAgain={retry} />
        </>
      )}
    </div>
  );
}

/** In what it goes further than what visitors have agreed to. */
function Further({ draft }: { draft: Drafting }) {
  const { t } = useTranslation("policy");
  if (draft.material.length === 0) return undefined;
  const what = draft.material.map((it) => t(`publish.further.${it}`)).join(", ");
  return (
    <p className={screen.note}>
      {t("publish.material", { what })}
    </p>
  );
}

/** The old and the new sentence side by side, then each field that differs. */
function Sentences({ draft, inForce }: { draft: Drafting; inForce: PolicyInForce | undefined }) {
  const { t } = useTranslation(["policy", "policies"]);
  const say = useSayings();
  return (
    <>
      <div className={styles.sentences}>
        <section aria-labelledby="now">
          <h2 id="now">{t("publish.now")}</h2>
          <p className={glance.sentence}>{inForce ? say.sentence(inForce.policy) : t("publish.nothingNow")}</p>
        </section>
        <section aria-labelledby="next" data-next>
          <h2 id="next">{t("publish.next")}</h2>
          <p className={glance.sentence}>{say.sentence(draft.policy)}</p>
          <Warnings warnings={draft.conformance.warnings} />
        </section>
      </div>
      {draft.changes.length > 0 ? <Changes changes={draft.changes} /> : <p className="quiet">{t("policies:unchanged")}</p>}
    </>
  );
}

interface WayProps {
  site: Site;
  purpose: Purpose;
  revision: number;
  draft: Drafting;
  inForce: PolicyInForce | undefined;
  readAgain: () => void;
}

/** What is in the way of publishing, or the form that does it. */
function Way({ site, purpose, revision, draft, inForce, readAgain }: WayProps) {
  const { t } = useTranslation("policy");
  const session = useSession();
  const deviations = draft.conformance.deviations;
  if (!site.edit_policies.includes(purpose)) return <p className={screen.note}>{t("deniedEdit")}</p>;
  if (draft.obstacles.length > 0) return <Obstacles obstacles={draft.obstacles} />;
  const sole = [
    ...(draft.policy.off_first_level === undefined ? [] : [t("publish.firstLevelNeedsDpo")]),
    ...(draft.policy.keep_after_withdrawal === undefined ? [] : [t("publish.keepNeedsDpo")]),
  ];
  if ((deviations.length > 0 || sole.length > 0) && !site.deviate.includes(purpose))
    return <NeedsDpo session={session} site={site} purpose={purpose} conformance={draft.conformance} sole={sole} />;
  const next = (inForce?.version ?? 0) + 1;
  return <PublishForm address={{ site: site.key, purpose }} revision={revision} deviations={deviations} next={next} readAgain={readAgain} />;
}
