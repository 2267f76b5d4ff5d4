import { NativeSelect } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Session, Site } from "../api";
import { PurposeGlyph } from "../purposes";
import styles from "./shell.module.css";

/** The site: a name, and a choice where there are several that one may watch. */
export function SiteSwitch({ session, site }: { session: Session; site: Site | undefined }) {
  const { t } = useTranslation("shell");
  const navigate = useNavigate();
  const watched = session.sites.filter(({ watch }) => watch.length > 0);
  if (watched.length < 2) return <span className={styles.site}>{(site ?? watched[0])?.name}</span>;
  const open = (key: string) => {
    const purpose = watched.find((other) => other.key === key)?.watch.at(0);
    if (purpose) void navigate({ to: "/sites/$site/$purpose", params: { site: key, purpose } });
  };
  return (
    <NativeSelect
      size="xs"
      aria-label={t("site")}
      value={site?.key ?? ""}
      onChange={(event) => open(event.currentTarget.value)}
      data={[
        ...(site ? [] : [{ value: "", label: "–" }]),
        ...watched.map(({ key, name }) => ({ value: key, label: name })),
      ]}
    />
  );
}

/** The purposes of a site that one may watch; the one being watched is marked. */
export function PurposeSwitch({ site }: { site: Site }) {
  const { t } = useTranslation("shell");
  return (
    <nav aria-label={t("purposes")} className={styles.purposes}>
      {site.watch.map((purpose) => (
        <Link
          key={purpose}
          to="/sites/$site/$purpose"
          params={{ site: site.key, purpose }}
          title={t(`purposeHint.${purpose}`)}
          style={{ "--purpose": `var(--${purpose})` } as React.CSSProperties}
        >
          <PurposeGlyph purpose={purpose} />
          {t(`purpose.${purpose}`)}
        </Link>
      ))}
    </nav>
  );
}
