import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { addressOfProofs } from "../../api/texts";
import type { SiteTexts } from "../../api/texts";
import screen from "../../states/screen.module.css";

/** What shows that visitors agreed: how much of it there is, and the way to take it out. */
export function Proofs({ site, found }: { site: Site; found: SiteTexts }) {
  const { t } = useTranslation("texts");
  const { count, batches } = found.proofs;
  const mayTake = site.review.length > 0;
  return (
    <section className={screen.section} aria-labelledby="proofs">
      <h2 id="proofs">{t("proofs.title")}</h2>
      <p className="quiet">{t("proofs.text")}</p>
      <p>{count === 0 ? t("proofs.none") : `${t("proofs.decisions", { count })} ${t("proofs.batches", { count: batches })}`}</p>
      {mayTake ? (
        <a href={addressOfProofs(site.key)} download={`revoir-proofs-${site.key}.json`}>
          {t("proofs.export")}
        </a>
      ) : (
        <p className="quiet">{t("proofs.denied")}</p>
      )}
    </section>
  );
}
