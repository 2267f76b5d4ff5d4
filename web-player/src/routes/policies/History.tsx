import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import type { PastVersion } from "../../api/policies";
import { formatMoment } from "../../format";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { Notice } from "../../states/Notice";
import { Waiting } from "../../states/Waiting";
import type { Purpose } from "../../terms";
import { Changes } from "./Changes";
import { Judgement } from "./Judgement";
import { useReadable } from "./place";
import { PurposeTitle } from "./PurposeTitle";
import { versionsQuery } from "./queries";
import { useSayings } from "./sayings";
import styles from "./history.module.css";
import glance from "./policies.module.css";

/** Every version of a purpose's policy, with its differences, who published it and why. */
export function History() {
  const session = useSession();
  const place = useReadable(session);
  if (!place) return <Denied may="read_policies" organisation={session.organisation.name} />;
  return <Past {...place} />;
}

function Past({ site, purpose }: { site: Site; purpose: Purpose }) {
  const { t } = useTranslation(["policies", "shell"]);
  const query = useQuery(versionsQuery({ site: site.key, purpose }));
  const title = t("past.title", { purpose: t(`shell:purpose.${purpose}`) });
  return (
    <div className={glance.screen}>
      <PurposeTitle site={site} purpose={purpose} title={title} text={t("past.intro")} />
      {query.isPending && <Waiting lines={6} />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data?.length === 0 && (
        <Notice title={t("past.empty")}>
          <p className="quiet">{t("past.emptyText")}</p>
        </Notice>
      )}
      <ol className={styles.versions}>
        {query.data?.map((version, at) => (
          <li key={version.version}>
            <Version version={version} isInForce={at === 0} isFirst={at === query.data.length - 1} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Version({ version, isInForce, isFirst }: { version: PastVersion; isInForce: boolean; isFirst: boolean }) {
  const { t, i18n } = useTranslation("policies");
  const say = useSayings();
  const { publication, published_at: at } = version;
  const moment = formatMoment(at, i18n.language);
  const by = publication && say.author(publication.by);
  return (
    <article className={styles.version} aria-labelledby={`version-${version.version}`}>
      <h2 id={`version-${version.version}`}>
        {t("version", { version: version.version })}
        {isInForce && ` (${t("past.inForce")})`}
      </h2>
      <p className="quiet">
        <time dateTime={at}>{by === undefined ? moment : t("past.by", { by, moment })}</time>
        {publication === undefined && ` · ${t("past.unknown")}`}
      </p>
      {publication && (
        <p>
          <strong>{t("past.why")}</strong> {publication.why}
        </p>
      )}
      <p className={glance.sentence}>{say.sentence(version.policy)}</p>
      <Differences version={version} isFirst={isFirst} />
      {publication && <Judged publication={publication} />}
    </article>
  );
}

/** The first version differs from nothing: all that it says waits behind a summary. */
function Differences({ version, isFirst }: { version: PastVersion; isFirst: boolean }) {
  const { t } = useTranslation("policies");
  if (!isFirst) return <Changes changes={version.changes} />;
  return (
    <details className={styles.all}>
      <summary>
        {t("past.first")}. {t("past.all")}
      </summary>
      <Changes changes={version.changes} />
    </details>
  );
}

function Judged({ publication }: { publication: NonNullable<PastVersion["publication"]> }) {
  const { t } = useTranslation("policies");
  const { framework, deviations, justifications } = publication;
  return (
    <>
      <Judgement conformance={{ framework, deviations, warnings: [] }} justifications={justifications} />
      <p className="quiet">{t("past.judged", { framework })}</p>
    </>
  );
}
