import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Purpose, Session, Site } from "../api";
import { PurposeGlyph } from "../purposes";
import { Menu } from "./Menu";
import styles from "./shell.module.css";

/** The site: a name, and a choice where there are several that one may watch. */
export function SiteSwitch({ session, site, purpose }: { session: Session; site: Site; purpose: Purpose }) {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const watched = session.sites.filter(({ watch }) => watch.length > 0);
  if (watched.length < 2) return <span className={styles.site}>{site.name}</span>;
  const open = (key: string) => {
    const watch = watched.find((other) => other.key === key)?.watch ?? [];
    const to = watch.find((same) => same === purpose) ?? watch.at(0);
    if (to) void navigate({ to: "/sites/$site/$purpose", params: { site: key, purpose: to } });
  };
  return (
    <select
      className={styles.select}
      aria-label={t("site")}
      value={site.key}
      onChange={(event) => open(event.currentTarget.value)}
    >
      {watched.map(({ key, name }) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
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
