import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { addressOfStatements } from "../../api/statements";
import { formatDay } from "../../format";
import type { Purpose } from "../../terms";
import { statementQuery } from "./queries";

/** What became of a purpose's recordings on the last day that is over, and the way to all signed statements. */
export function LastStatement({ site, purpose, name }: { site: string; purpose: Purpose; name: string }) {
  const { t, i18n } = useTranslation("policies", { keyPrefix: "register" });
  const stated = useQuery(statementQuery(site, purpose));
  if (stated.isPending) return undefined;
  if (stated.error) return <p className="quiet">{t("statementFailed")}</p>;
  if (stated.data === null) return <p className="quiet">{t("statementNone")}</p>;
  const { day, oldest, deleted, due, present, watched } = stated.data;
  return (
    <p>
      {t("statement", { count: deleted, due, day: formatDay(day, i18n.language) })} {t("statementWatched", { count: watched, present })}{" "}
      {oldest && t("statementOldest", { day: formatDay(oldest, i18n.language) })}{" "}
      <a href={addressOfStatements(site, purpose)} download={`revoir-statements-${site}-${purpose}.json`} aria-label={t("statementsOf", { purpose: name })}>
        {t("statements")}
      </a>
    </p>
  );
}
