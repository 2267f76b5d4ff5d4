import { useTranslation } from "react-i18next";
import type { Purpose } from "../api";
import { ScreenTitle } from "./Notice";

/** Says which role is needed, and who can give it. Without a purpose: for any recording at all. */
export function Denied({ purpose, organisation }: { purpose?: Purpose; organisation: string }) {
  const { t } = useTranslation("states");
  return (
    <>
      <ScreenTitle title={t("denied")} />
      <p>{purpose ? t(`deniedFor.${purpose}`) : t("deniedAll")}</p>
      <p className="quiet">{t("deniedAsk", { organisation })}</p>
    </>
  );
}
