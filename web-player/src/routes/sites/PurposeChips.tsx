import { useTranslation } from "react-i18next";
import type { SiteSettings } from "../../api/sites";
import { PurposeGlyph } from "../../purposes";
import screen from "../../states/screen.module.css";

/** The purposes of a site with the version in force. */
export function PurposeChips({ site }: { site: SiteSettings }) {
  const { t } = useTranslation(["sites", "shell"]);
  if (site.purposes.length === 0) return <span className="quiet">{t("noPurposes")}</span>;
  return (
    <ul className={screen.chips}>
      {site.purposes.map(({ purpose, version }) => (
        <li key={purpose} className={screen.chip} style={{ color: `var(--${purpose})` }}>
          <PurposeGlyph purpose={purpose} />
          {t(`shell:purpose.${purpose}`)} · {t("version", { version })}
        </li>
      ))}
    </ul>
  );
}
