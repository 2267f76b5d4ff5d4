import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { addressOfTransparency } from "../../api/texts";
import type { SiteTexts } from "../../api/texts";
import { Reading } from "../../states/Reading";
import reading from "../../states/reading.module.css";
import screen from "../../states/screen.module.css";
import { LANGUAGES } from "../../words/words";
import { PARTS, writeOut } from "./plain";
import styles from "./texts.module.css";

interface Props {
  site: Site;
  texts: NonNullable<SiteTexts["texts"]>;
  accepts: string[];
}

/** Each part of the texts in force, both languages side by side. */
export function Parts({ site, texts, accepts }: Props) {
  const { t } = useTranslation(["texts", "shell"]);
  const { first_level: firstLevel, text_version: version } = texts;
  return (
    <>
      <div className={screen.section}>
        <p>
          <strong>{t("version", { version })}</strong> {t("accepts", { count: accepts.length, accepts: accepts.join(", ") })}
        </p>
        <p className={styles.pages}>
          <span>{t("page")}</span>
          {LANGUAGES.map((language) => (
            <a key={language} lang={language} href={addressOfTransparency(site.key, language)} target="_blank" rel="noreferrer">
              {t(`shell:languages.${language}`)}
            </a>
          ))}
        </p>
        {!firstLevel && (
          <p className={screen.note}>
            {t("notFirstLevel")}{" "}
            <Link to="/policies/$site" params={{ site: site.key }}>
              {t("toPolicies")}
            </Link>
          </p>
        )}
      </div>
      {PARTS.map((part) => (
        <section key={part} className={screen.section} aria-labelledby={`part-${part}`}>
          <h2 id={`part-${part}`}>{t(`part.${part}`)}</h2>
          <p className="quiet">{t(`part.${part}Text`)}</p>
          <div className={reading.pair}>
            {LANGUAGES.map((language) => (
              <Reading
                key={language}
                language={language}
                text={writeOut(part, texts.texts[language], firstLevel)}
                name={`${t(`part.${part}`)}, ${t(`shell:languages.${language}`)}`}
                copy={t("copy")}
                download={t("download")}
                file={`revoir-${part}-${site.key}-${version}-${language}.txt`}
              />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}
