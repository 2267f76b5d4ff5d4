import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Purpose } from "../../api";
import { Notice, ScreenTitle } from "../../states/Notice";
import { listOf } from "../recordings/remembered";

/** In place of a recording whose time has come by the clock here, until the server says that it has gone. */
export function Ended() {
  const { t } = useTranslation("recording");
  return (
    <>
      <ScreenTitle title={t("title")} />
      <div role="status">
        <Notice title={t("ended")}>
          <p className="quiet">{t("endedText")}</p>
        </Notice>
      </div>
    </>
  );
}

/** In place of a recording whose time came while it was being watched. */
export function Gone({ site, purpose }: { site: string; purpose: Purpose }) {
  const { t } = useTranslation("recording");
  const back = (
    <Button renderRoot={(props) => <Link {...props} {...listOf(site, purpose)} />} variant="default">
      {t("goneBack")}
    </Button>
  );
  return (
    <>
      <ScreenTitle title={t("title")} />
      <div role="alert">
        <Notice title={t("gone")} action={back}>
          <p className="quiet">{t("goneText")}</p>
        </Notice>
      </div>
    </>
  );
}
