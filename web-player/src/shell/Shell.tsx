import { Outlet, useParams } from "@tanstack/react-router";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { PaletteButton } from "../palette/PaletteButton";
import { useSession } from "../session";
import { PURPOSES, oneOf } from "../terms";
import { AccountMenu } from "./AccountMenu";
import { Icon } from "./icons";
import { useNavigation } from "./navigation";
import { keepPlace } from "./place";
import { RAIL, Rail } from "./Rail";
import { PurposeSwitch, SiteSwitch } from "./Where";
import buttons from "./button.module.css";
import styles from "./shell.module.css";

/** What stands around every screen: where one can go, for which purpose, and who one is. */
export function Shell() {
  const { t } = useTranslation("shell");
  const session = useSession();
  const announced = useNavigation();
  const params = useParams({ strict: false });
  const site = session.sites.find(({ key }) => key === params.site);
  const asked = oneOf(PURPOSES, params.purpose);
  const purpose = asked && site?.watch.includes(asked) ? asked : undefined;
  useEffect(() => {
    if (site && purpose) keepPlace(site, purpose);
  }, [site, purpose]);
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {t("skip")}
      </a>
      <Rail session={session} />
      <header className={styles.header}>
        <button type="button" className={`${buttons.button} ${buttons.narrow}`} popoverTarget={RAIL} aria-label={t("screens")}>
          <Icon name="menu" size={16} />
        </button>
        <span className={styles.organisation}>{session.organisation.name}</span>
        {site && purpose && (
          <div className={styles.where}>
            <SiteSwitch session={session} site={site} />
            <PurposeSwitch site={site} purpose={purpose} />
          </div>
        )}
        <div className={styles.end}>
          <PaletteButton session={session} />
          <AccountMenu session={session} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className={styles.main}>
        <Suspense fallback={<p className="quiet">{t("loading", { ns: "states" })}</p>}>
          <Outlet />
        </Suspense>
      </main>
      <p role="status" className={styles.announced}>
        {announced}
      </p>
    </div>
  );
}
