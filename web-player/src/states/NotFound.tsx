import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ScreenTitle } from "./Notice";

/** For an address that names nothing. */
export function NotFound() {
  const { t } = useTranslation("states");
  const home = (
    <Button component="a" href="/" variant="default">
      {t("home")}
    </Button>
  );
  return (
    <>
      <ScreenTitle title={t("notFound")} />
      <p className="quiet">{t("notFoundText")}</p>
      <p>{home}</p>
    </>
  );
}
