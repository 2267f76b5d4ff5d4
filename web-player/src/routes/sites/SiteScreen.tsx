import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { SiteSettings } from "../../api/sites";
import { formatMoment } from "../../format";
import { useSession } from "../../session";
import { Copy } from "../../states/Copy";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { LiveCheck } from "./LiveCheck";
import { MaskedHere } from "./MaskedHere";
import { PurposeChips } from "./PurposeChips";
import { sightingsQuery, sitesQuery } from "./queries";
import { Settings } from "./Settings";
import { Steps } from "./Steps";
import { Tokens } from "./Tokens";

/** One site: the snippet, whether it was seen, its settings. */
export function SiteScreen() {
  const { t } = useTranslation("sites");
  const session = useSession();
  const { site: key } = useParams({ from: "/shell/sites/$site" });
  const mayManage = session.may.includes("manage_sites");
  const query = useQuery({ ...sitesQuery, enabled: mayManage });
  if (!mayManage) return <Denied may="manage_sites" organisation={session.organisation.name} />;
  const site = query.data?.find((one) => one.key === key);
  return (
    <div className={screen.screen}>
      <div>
        <Link to="/sites" className={screen.back}>‹ {t("back")}</Link>
        <ScreenTitle title={site?.name ?? (query.data ? t("missing") : t("title"))} />
        {query.data && !site && <p className="quiet">{t("missingText")}</p>}
      </div>
      {query.isPending && <Waiting />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {site && <Found key={site.key} site={site} />}
    </div>
  );
}

function Found({ site }: { site: SiteSettings }) {
  const { t, i18n } = useTranslation("sites");
  const sightings = useQuery(sightingsQuery(site.key));
  const isSeen = sightings.data?.some(({ allowed }) => allowed) === true;
  return (
    <>
      {sightings.data && !isSeen && <Steps />}
      <section className={screen.section}>
        <h2>{t("snippet")}</h2>
        <p className="quiet">{t("snippetText")}</p>
        <Copy text={site.snippet} label={t("copySnippet")} />
      </section>
      <LiveCheck site={site} sightings={sightings.data} isFailing={sightings.isError} />
      <MaskedHere site={site.key} />
      <section className={screen.section}>
        <h2>{t("purposes")}</h2>
        <p className="quiet">{t(site.purposes.length > 0 ? "purposesText" : "noPurposesText")}</p>
        {site.purposes.length > 0 && <PurposeChips site={site} />}
        <Link to="/policies/$site" params={{ site: site.key }}>
          {t("toPolicies")}
        </Link>
      </section>
      <Tokens site={site.key} />
      <Settings site={site} />
      <p className="quiet">{t("created", { day: formatMoment(site.created_at, i18n.language) })}</p>
    </>
  );
}
