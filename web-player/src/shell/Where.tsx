import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Purpose, Session, Site } from "../api";
import { PurposeGlyph } from "../purposes";
import { Menu } from "./Menu";
import styles from "./where.module.css";

/** The site: a name, and where there are several that one may watch, a way to each for each of its purposes. */
export function SiteSwitch({ session, site }: { session: Session; site: Site }) {
  const { t } = useTranslation("shell");
  const watched = session.sites.filter(({ watch }) => watch.length > 0);
  if (watched.length < 2) return <span className={styles.site}>{site.name}</span>;
  const face = (
    <>
      <span className={styles.purposeName}>{site.name}</span> <Caret />
    </>
  );
  return (
    <Menu label={t("siteNow", { site: site.name })} face={face} className={styles.siteButton}>
      <nav aria-label={t("site")} className={styles.purposes}>
        {watched.flatMap(({ key, name, watch }) =>
          watch.map((purpose) => (
            <Link key={`${key}/${purpose}`} to="/sites/$site/$purpose" params={{ site: key, purpose }}>
              <PurposeGlyph purpose={purpose} />
              <span>
                {name} <small>{t(`purpose.${purpose}`)}</small>
              </span>
            </Link>
          )),
        )}
      </nav>
    </Menu>
  );
}

/** The purpose of what is being watched, by name, colour and glyph; another one is an explicit choice. */
export function PurposeSwitch({ site, purpose }: { site: Site; purpose: Purpose }) {
  const { t } = useTranslation("shell");
  const name = t(`purpose.${purpose}`);
  const shown = (
    <>
      <PurposeGlyph purpose={purpose} />
      <span className={styles.purposeName}>{name}</span>
    </>
  );
  const colour = { "--purpose": `var(--${purpose})` } as React.CSSProperties;
  if (site.watch.length < 2)
    return (
      <span className={styles.purpose} style={colour}>
        {shown}
      </span>
    );
  return (
    <span className={styles.purpose} style={colour}>
      <Menu label={t("purposeNow", { purpose: name })} face={<>{shown} <Caret /></>} className={styles.purposeButton}>
        <nav aria-label={t("purposes")} className={styles.purposes}>
          {site.watch.map((other) => (
            <Link key={other} to="/sites/$site/$purpose" params={{ site: site.key, purpose: other }}>
              <PurposeGlyph purpose={other} />
              <span>
                {t(`purpose.${other}`)}
                <small>{t(`purposeHint.${other}`)}</small>
              </span>
            </Link>
          ))}
        </nav>
      </Menu>
    </span>
  );
}

function Caret() {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
      <path d="M2 3.5 5 6.5 8 3.5" />
    </svg>
  );
}
