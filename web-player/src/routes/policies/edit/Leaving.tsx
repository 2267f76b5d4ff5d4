import { Button } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../../states/Dialog";
import screen from "../../../states/screen.module.css";

/** Asks before something that is not saved is left behind. */
export function Leaving({ isUnsaved }: { isUnsaved: boolean }) {
  const { t } = useTranslation(["policy", "states"]);
  const blocker = useBlocker({ shouldBlockFn: () => isUnsaved, enableBeforeUnload: () => isUnsaved, withResolver: true });
  if (blocker.status !== "blocked") return undefined;
  return (
    <Dialog opened onClose={blocker.reset} title={t("leave")}>
      <p>{t("leaveText")}</p>
      <div className={screen.actionsEnd}>
        <Button variant="default" onClick={blocker.reset} data-autofocus>
          {t("states:cancel")}
        </Button>
        <Button className={screen.danger} onClick={blocker.proceed}>
          {t("leaveConfirm")}
        </Button>
      </div>
    </Dialog>
  );
}
