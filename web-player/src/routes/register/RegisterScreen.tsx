import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Session, Site } from "../../api";
import type { Report } from "../../api/register";
import { saysDenied, useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { AtAGlance } from "./AtAGlance";
import { Documents } from "./Documents";
import { documentQuery } from "./queries";

/** What is handed over about a site: its documents, and how each purpose meets the framework. */
export function RegisterScreen() {
  const session = useSession();
  const search = useSearch({ from: "/shell/register" });
  const sites = session.sites.filter(({ read_policies: read }) => read.length > 0);
  const site = search.site === undefined ? sites.at(0) : sites.find(({ key }) => key === search.site);
  if (site === undefined) return <Denied may="read_policies" organisation={session.organisation.name} />;
  return <OfSite key={site.key} session={session} site={site} sites={sites} />;
}

interface OfSiteProps {
  session: Session;
  site: Site;
  sites: Site[];
}

function OfSite({ session, site, sites }: OfSiteProps) {
  const { t, i18n } = useTranslation("policies", { keyPrefix: "register" });
  const report = useQuery(documentQuery(site.key, "conformance", i18n.language));
  if (saysDenied(report.error)) return <Denied may="read_policies" organisation={session.organisation.name} />;
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <div>
          <ScreenTitle title={t("titleOf", { site: site.name })} />
          <p className="quiet">{t("intro")}</p>
        </div>
        {sites.length > 1 && <SiteChoice site={site} sites={sites} />}
      </div>
      <Documents site={site} />
      <p>
        <Link to="/texts" search={{ site: site.key }}>
          {t("toTexts")}
        </Link>
      </p>
      {report.isPending && <Waiting lines={8} />}
      {report.error && <Failed error={report.error} retry={() => void report.refetch()} />}
      {report.data?.document === "conformance" && <Judged site={site} report={report.data} />}
    </div>
  );
}

function Judged({ site, report }: { site: Site; report: Report }) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  const { authority, title, status_words: status, wording } = report.framework;
  return (
    <section className={screen.section} aria-labelledby="glance">
      <h2 id="glance">{t("conformance")}</h2>
      <p className="quiet">{t("framework", { authority, title, status })}</p>
      <p className="quiet">{t("wording", { wording })}</p>
      {report.partial && <p className={screen.note}>{report.partial}</p>}
      <AtAGlance site={site} report={report} />
    </section>
  );
}

function SiteChoice({ site, sites }: { site: Site; sites: Site[] }) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  const navigate = useNavigate();
  return (
    <NativeSelect
      label={t("site")}
      value={site.key}
      onChange={(event) => void navigate({ to: "/register", search: { site: event.currentTarget.value } })}
      data={sites.map(({ key, name }) => ({ value: key, label: name }))}
    />
  );
}
