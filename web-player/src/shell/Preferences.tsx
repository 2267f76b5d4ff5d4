import { NativeSelect, useMantineColorScheme } from "@mantine/core";
import type { MantineColorScheme } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { keepLanguage } from "../words/language";
import { LANGUAGES } from "../words/words";
import styles from "./shell.module.css";

const SCHEMES = ["auto", "light", "dark"] as const satisfies readonly MantineColorScheme[];

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
            title={t(`languages.${language}`)}
            onClick={() => keepLanguage(language)}
          >
            {language.toUpperCase()}
          </button>
        ))}
      </div>
      <NativeSelect
        size="xs"
        aria-label={t("scheme")}
        value={colorScheme}
        onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
        data={SCHEMES.map((scheme) => ({ value: scheme, label: t(`schemes.${scheme}`) }))}
      />
    </div>
  );
}
