import { Link, Outlet, useParams } from "@tanstack/react-router";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "../session";
import { Account } from "./Account";
import { PurposeSwitch, SiteSwitch } from "./Place";
import { Preferences } from "./Preferences";
import styles from "./shell.module.css";

/** What stands around every screen: where one is, for which purpose, and who one is. */
export function Shell() {
  const { t } = useTranslation("shell");
  const session = useSession();
  const params = useParams({ strict: false });
  const site = session.sites.find(({ key }) => key === params.site);
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        {t("skip")}
      </a>
      <header className={styles.header}>
        <Link to="/" className={styles.brand}>
          Revoir
        </Link>
        <span className={styles.organisation}>{session.organisation.name}</span>
        <SiteSwitch session={session} site={site} />
        {site && <PurposeSwitch site={site} />}
        <div className={styles.end}>
          <Preferences />
          <Account session={session} />
        </div>
      </header>
      <main id="content" tabIndex={-1} className={styles.main}>
        <Suspense fallback={<p className="quiet">{t("loading", { ns: "states" })}</p>}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}
