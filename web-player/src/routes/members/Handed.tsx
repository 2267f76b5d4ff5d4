import { useTranslation } from "react-i18next";
import type { Handover } from "../../api/members";
import { Copy } from "../../states/Copy";
import screen from "../../states/screen.module.css";

interface Props {
  handover: Handover;
  name: string;
  kind: "invitation" | "reset";
}

/** Says that the link was mailed, or gives it to be handed over. */
export function Handed({ handover, name, kind }: Props) {
  const { t } = useTranslation("members");
  const isReset = kind === "reset";
  return (
    <div role="status" className={screen.dialogForm}>
      {handover.link === undefined ? (
        <p>{t(isReset ? "mailedReset" : "mailed")}</p>
      ) : (
        <>
          <p>{t(isReset ? "byHandReset" : "byHand", { name })}</p>
          <Copy text={handover.link} label={t("copyLink")} />
          <p className="quiet">{t("secret")}</p>
        </>
      )}
    </div>
  );
}
