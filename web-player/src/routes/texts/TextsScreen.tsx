import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Session, Site } from "../../api";
import type { SiteTexts } from "../../api/texts";
import { saysDenied, useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { Notice, ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { Parts } from "./Parts";
import { Processes } from "./Processes";
import { Proofs } from "./Proofs";
import { textsQuery } from "./queries";
import { Versions } from "./Versions";

/** What visitors of a site are told, how they are asked, and what shows that they agreed. */
export function TextsScreen() {
  const session = useSession();
  const search = useSearch({ from: "/shell/texts" });
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
  const { t } = useTranslation("texts");
  const texts = useQuery(textsQuery(site.key));
  if (saysDenied(texts.error)) return <Denied may="read_policies" organisation={session.organisation.name} />;
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <div>
          <ScreenTitle title={t("titleOf", { site: site.name })} />
          <p className="quiet">{t("intro")}</p>
        </div>
        {sites.length > 1 && <SiteChoice site={site} sites={sites} />}
      </div>
      {texts.isPending && <Waiting lines={8} />}
      {texts.error && <Failed error={texts.error} retry={() => void texts.refetch()} />}
      {texts.data && <Found site={site} found={texts.data} />}
    </div>
  );
}

function Found({ site, found }: { site: Site; found: SiteTexts }) {
  return (
    <>
      {found.texts === undefined ? <Nothing site={site} /> : <Parts site={site} texts={found.texts} accepts={found.accepts} />}
      {found.versions.length > 0 && <Versions found={found} />}
      {found.versions.length > 0 && <Processes site={site} versions={found.versions} />}
      <Proofs site={site} found={found} />
    </>
  );
}

function Nothing({ site }: { site: Site }) {
  const { t } = useTranslation("texts");
  const toPolicies = (
    <Link to="/policies/$site" params={{ site: site.key }}>
      {t("toPolicies")}
    </Link>
  );
  return (
    <Notice title={t("empty")} action={toPolicies}>
      <p className="quiet">{t("emptyText")}</p>
    </Notice>
  );
}

function SiteChoice({ site, sites }: { site: Site; sites: Site[] }) {
  const { t } = useTranslation("texts");
  const navigate = useNavigate();
  return (
    <NativeSelect
      label={t("site")}
      value={site.key}
      onChange={(event) => void navigate({ to: "/texts", search: { site: event.currentTarget.value } })}
      data={sites.map(({ key, name }) => ({ value: key, label: name }))}
    />
  );
}
