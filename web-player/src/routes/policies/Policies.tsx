import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Navigate, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Session, Site } from "../../api";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { PurposeCard } from "./PurposeCard";
import { frameworkQuery, policiesQuery } from "./queries";
import styles from "./policies.module.css";

/** Leads to the first site whose policies one may read. */
export function AllPolicies() {
  const session = useSession();
  const first = session.sites.find(({ read_policies: read }) => read.length > 0);
  if (first === undefined) return <Denied may="read_policies" organisation={session.organisation.name} />;
  return <Navigate to="/policies/$site" params={{ site: first.key }} replace />;
}

/** What each purpose of a site records, at a glance. */
export function Policies() {
  const session = useSession();
  const { site: key } = useParams({ strict: false });
  const site = session.sites.find((one) => one.key === key);
  if (site === undefined || site.read_policies.length === 0)
    return <Denied may="read_policies" organisation={session.organisation.name} />;
  return <Glance key={site.key} session={session} site={site} />;
}

function Glance({ session, site }: { session: Session; site: Site }) {
  const { t } = useTranslation("policies");
  const inForce = useQuery(policiesQuery(site.key));
  const framework = useQuery(frameworkQuery);
  const failed = inForce.error ?? framework.error;
  const retry = () => void Promise.all([inForce.refetch(), framework.refetch()]);
  return (
    <div className={styles.screen}>
      <div className={screen.head}>
        <div>
          <ScreenTitle title={t("titleOf", { site: site.name })} />
          <p className="quiet">{t("intro")}</p>
        </div>
        {session.may.includes("manage_sites") && (
          <Link to="/sites/$site" params={{ site: site.key }}>
            {t("siteSettings")}
          </Link>
        )}
      </div>
      <OtherSites session={session} site={site} />
      {failed && <Failed error={failed} retry={retry} />}
      {!failed && (
        <div className={styles.cards}>
          {site.read_policies.map((purpose) =>
            inForce.data && framework.data ? (
              <PurposeCard
                key={purpose}
                site={site}
                purpose={purpose}
                inForce={inForce.data.policies.find(({ policy }) => policy.purpose === purpose)}
                framework={framework.data}
              />
            ) : (
              <Loading key={purpose} />
            ),
          )}
        </div>
      )}
    </div>
  );
}

function Loading() {
  const { t } = useTranslation("states");
  return (
    <div className={styles.card} role="status" aria-label={t("loading")}>
      <Skeleton height={24} width="50%" />
      <Skeleton height={16} width="70%" />
      {Array.from({ length: 4 }, (_, at) => (
        <Skeleton key={at} height={48} />
      ))}
    </div>
  );
}

function OtherSites({ session, site }: { session: Session; site: Site }) {
  const { t } = useTranslation("policies");
  const others = session.sites.filter(({ key, read_policies: read }) => key !== site.key && read.length > 0);
  if (others.length === 0) return undefined;
  return (
    <nav aria-label={t("otherSites")} className={styles.others}>
      {others.map(({ key, name }) => (
        <Link key={key} to="/policies/$site" params={{ site: key }}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
