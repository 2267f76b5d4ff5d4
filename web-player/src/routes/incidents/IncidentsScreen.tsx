import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Session, Site } from "../../api";
import { saysDenied, useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { Freezes } from "./Freezes";
import { Look } from "./Look";
import { incidentsQuery } from "./queries";
import { Told } from "./Told";
import { useIncidentSearch } from "./useIncidentSearch";

/** A breach: what it concerns, that nobody watches it meanwhile, the 72 hours, and both notices. */
export function IncidentsScreen() {
  const { t } = useTranslation("incidents");
  const session = useSession();
  const search = useIncidentSearch();
  const sites = session.sites.filter(({ review }) => review.length > 0);
  const site = search.site === undefined ? sites.at(0) : sites.find(({ key }) => key === search.site);
  if (site === undefined) return <Denied needs={t("denied")} organisation={session.organisation.name} />;
  return <OfSite key={site.key} session={session} site={site} sites={sites} />;
}

interface OfSiteProps {
  session: Session;
  site: Site;
  sites: Site[];
}

function OfSite({ session, site, sites }: OfSiteProps) {
  const { t } = useTranslation("incidents");
  const found = useQuery(incidentsQuery(site.key));
  if (saysDenied(found.error)) return <Denied needs={t("denied")} organisation={session.organisation.name} />;
  const mayAct = site.respond.length > 0;
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <div>
          <ScreenTitle title={t("title")} />
          <p className="quiet">{t("intro")}</p>
        </div>
        {sites.length > 1 && <SiteChoice site={site} sites={sites} />}
      </div>
      {!mayAct && <p className={screen.note}>{t("readOnly", { organisation: session.organisation.name })}</p>}
      {found.isPending && <Waiting lines={5} />}
      {found.error && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && (
        <>
          <Told site={site} incidents={found.data.incidents} />
          <Freezes site={site} freezes={found.data.freezes} />
        </>
      )}
      <Look site={site} mayAct={mayAct} />
    </div>
  );
}

function SiteChoice({ site, sites }: { site: Site; sites: Site[] }) {
  const { t } = useTranslation("incidents");
  const navigate = useNavigate();
  return (
    <NativeSelect
      label={t("site")}
      value={site.key}
      onChange={(event) => void navigate({ to: "/incidents", search: { site: event.currentTarget.value } })}
      data={sites.map(({ key, name }) => ({ value: key, label: name }))}
    />
  );
}
