import { useTranslation } from "react-i18next";
import { ScreenTitle } from "./Notice";
import styles from "./states.module.css";

/** For an address that names nothing. */
export function NotFound() {
  const { t } = useTranslation("states");
  return (
    <>
      <ScreenTitle title={t("notFound")} />
      <p className="quiet">{t("notFoundText")}</p>
      <p>
        <a href="/" className={styles.step}>
          {t("home")}
        </a>
      </p>
    </>
  );
}
