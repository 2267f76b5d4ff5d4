import { useTranslation } from "react-i18next";
import type { Purpose } from "../api";
import type { May } from "../terms";
import { ScreenTitle } from "./Notice";

interface Props {
  /** What was to be watched; or */
  purpose?: Purpose;
  /** what was to be done. With neither: anything at all. */
  may?: Exclude<May, "erase_words"> | "read_policies";
  /** or which role is needed, in the words of the screen. */
  needs?: string;
  organisation: string;
}

/** Says which role is needed, and who can give it. */
export function Denied({ purpose, may, needs: said, organisation }: Props) {
  const { t } = useTranslation("states");
  const needed = said ?? (purpose ? t(`deniedFor.${purpose}`) : may ? t(`deniedMay.${may}`) : t("deniedAll"));
  const who = purpose || said ? "deniedAsk" : may === undefined ? "deniedAskAny" : may === "operate" ? "deniedAskOperator" : "deniedAsk";
  return (
    <>
      <ScreenTitle title={t(purpose || may || said ? "denied" : "nothing")} />
      <p>{needed}</p>
      <p className="quiet">{t(who, { organisation })}</p>
    </>
  );
}
