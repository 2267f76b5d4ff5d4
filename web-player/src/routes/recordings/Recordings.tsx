import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PurposeGlyph } from "../../purposes";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { NotFound } from "../../states/NotFound";
import { ScreenTitle } from "../../states/Notice";
import { PURPOSES, oneOf } from "../../terms";
import { RecordingList } from "./RecordingList";
import styles from "./recordings.module.css";

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
      <RecordingList key={`${site.key}/${purpose}`} site={site} purpose={purpose} />
    </>
  );
}
