import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { formatDay } from "../../format";
import { Failed } from "../../states/Failed";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { sumUp } from "./places";
import type { Masked } from "./places";
import { warningsQuery } from "./queries";
import styles from "./sites.module.css";

/** What the server had to mask although the site's pages should have, of which sort and how often; never what. */
export function MaskedHere({ site }: { site: string }) {
  const { t } = useTranslation("sites");
  const query = useQuery(warningsQuery(site));
  const masked = query.data && sumUp(query.data);
  return (
    <section className={screen.section}>
      <h2>{t("masked")}</h2>
      {query.isPending && <Waiting lines={2} />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {masked?.length === 0 && <p className="quiet">{t("maskedNothing")}</p>}
      {masked && masked.length > 0 && (
        <>
          <p className="quiet">{t("maskedText")}</p>
          <MaskedTable masked={masked} />
          <p>{t("maskedAdvice")}</p>
        </>
      )}
    </section>
  );
}

function MaskedTable({ masked }: { masked: Masked[] }) {
  const { t, i18n } = useTranslation("sites");
  const numbers = new Intl.NumberFormat(i18n.language);
  return (
    <table className={screen.table}>
      <thead>
        <tr>
          <th scope="col">{t("maskedWhat")}</th>
          <th scope="col">{t("maskedCount")}</th>
          <th scope="col">{t("maskedLast")}</th>
        </tr>
      </thead>
      <tbody>
        {masked.map(({ kind, count, lastDay, paths }) => (
          <tr key={kind}>
            <td>
              {t(`maskedKind.${kind}`)}
              <details className={styles.places}>
                <summary className="quiet">{t("maskedWhere")}</summary>
                <code>{paths.join(", ")}</code>
              </details>
            </td>
            <td data-label={t("maskedCount")}>{numbers.format(count)}</td>
            <td data-label={t("maskedLast")}>
              <time dateTime={lastDay}>{formatDay(lastDay, i18n.language)}</time>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
