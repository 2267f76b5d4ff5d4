import { useMantineColorScheme } from "@mantine/core";
import type { MantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { keepLanguage } from "../words/language";
import { LANGUAGES } from "../words/words";
import styles from "./account.module.css";

export const SCHEMES = ["auto", "light", "dark"] as const satisfies readonly MantineColorScheme[];

/** Language and appearance, kept in this browser. */
export function Preferences() {
  const { t, i18n } = useTranslation("shell");
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={styles.preferences}>
      <div role="group" aria-label={t("language")} className={styles.languages}>
        {LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            aria-pressed={i18n.language === language}
            onClick={() => void keepLanguage(language)}
          >
            {t(`languages.${language}`)}
          </button>
        ))}
      </div>
      <div role="group" aria-label={t("scheme")} className={styles.languages}>
        {SCHEMES.map((scheme) => (
          <button key={scheme} type="button" aria-pressed={colorScheme === scheme} onClick={() => setColorScheme(scheme)}>
            {t(`schemes.${scheme}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
