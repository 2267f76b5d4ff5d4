import { useTranslation } from "react-i18next";
import type { SiteTexts } from "../../api/texts";
import { formatDay, formatMoment } from "../../format";
import screen from "../../states/screen.module.css";

/** What the texts said before, since when, and whether earlier consent still counted. */
export function Versions({ found }: { found: SiteTexts }) {
  const { t, i18n } = useTranslation("texts");
  return (
    <section className={screen.section} aria-labelledby="versions">
      <h2 id="versions">{t("versions")}</h2>
      <p className="quiet">{t("versionsText")}</p>
      <table className={screen.table}>
        <thead>
          <tr>
            <th scope="col">{t("textVersion")}</th>
            <th scope="col">{t("since")}</th>
            <th scope="col">{t("change")}</th>
            <th scope="col">{t("fingerprint")}</th>
          </tr>
        </thead>
        <tbody>
          {found.versions.map(({ text_version: version, since, hash, material }, at) => (
            <tr key={`${since}${hash}`}>
              <td>
                {t("version", { version })} {at === 0 && <span className={screen.chip} data-tone="good">{t("inForce")}</span>}
              </td>
              <td data-label={t("since")}>
                <time dateTime={since} title={formatMoment(since, i18n.language)}>
                  {formatDay(since, i18n.language)}
                </time>
              </td>
              <td>{at === found.versions.length - 1 ? t("first") : t(material ? "material" : "notMaterial")}</td>
              <td data-label={t("fingerprint")}>
                <code title={hash}>{hash.slice(0, 12)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
