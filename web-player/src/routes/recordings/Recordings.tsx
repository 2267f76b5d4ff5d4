import { useParams } from "@tanstack/react-router";
import { Suspense, lazy, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Site } from "../../api";
import { PurposeGlyph } from "../../purposes";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { NotFound } from "../../states/NotFound";
import { ScreenTitle } from "../../states/Notice";
import { PURPOSES, oneOf } from "../../terms";
import { RecordingList } from "./RecordingList";
import { FilterBar } from "./filters/FilterBar";
import { useFilters } from "./filters/useFilters";
import { rememberList } from "./remembered";
import { writeQuery } from "./search";
import styles from "./recordings.module.css";

const Lookup = lazy(async () => ({ default: (await import("./lookup/Lookup")).Lookup }));

/** The recordings of one purpose of one site, newest first. */
export function Recordings() {
  const { t } = useTranslation(["recordings", "shell"]);
  const params = useParams({ from: "/shell/sites/$site/$purpose" });
  const session = useSession();
  const site = session.sites.find(({ key }) => key === params.site);
  const purpose = oneOf(PURPOSES, params.purpose);
  if (site === undefined || purpose === undefined) return <NotFound />;
  if (!site.watch.includes(purpose)) return <Denied purpose={purpose} organisation={session.organisation.name} />;
  const name = t(`shell:purpose.${purpose}`);
  return (
    <>
      <ScreenTitle title={t("titleFor", { purpose: name })}>
        <span className={styles.title}>
          {t("title")}
          <span className={styles.purpose} style={{ color: `var(--${purpose})` }}>
            <PurposeGlyph purpose={purpose} />
            {name}
          </span>
        </span>
      </ScreenTitle>
      <p className="quiet">{t(`shell:purposeHint.${purpose}`)}</p>
      <Filtered key={`${site.key}/${purpose}`} site={site} purpose={purpose} />
    </>
  );
}

function Filtered({ site, purpose }: { site: Site; purpose: Purpose }) {
  const filtering = useFilters();
  const [looking, setLooking] = useState(false);
  const query = writeQuery(filtering.filters);
  useEffect(() => rememberList(site.key, purpose, query), [site.key, purpose, query]);
  return (
    <>
      <Suspense>
        {site.look_up.includes(purpose) && <Lookup site={site} purpose={purpose} looking={looking} setLooking={setLooking} />}
      </Suspense>
      {!looking && (
        <>
          <FilterBar site={site} purpose={purpose} {...filtering} />
          <RecordingList site={site} purpose={purpose} filters={filtering.filters} clear={filtering.clear} />
        </>
      )}
    </>
  );
}
