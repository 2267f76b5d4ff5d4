import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { addressOfProofs, addressOfTransparency } from "../../api/texts";
import type { SiteTexts, Told } from "../../api/texts";
import { formatDay } from "../../format";
import { useSession } from "../../session";
import { Failed } from "../../states/Failed";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { LANGUAGES } from "../../words/words";
import type { Language } from "../../words/words";
import { writeOut } from "./plain";
import { textsQuery } from "./queries";
import styles from "./register.module.css";

/** What visitors are told, both languages side by side, and what shows that they agreed. */
export function Texts({ site }: { site: Site }) {
  const { t } = useTranslation("policies", { keyPrefix: "register.texts" });
  const texts = useQuery(textsQuery(site.key));
  return (
    <section className={screen.section} aria-labelledby="texts">
      <h2 id="texts">{t("title")}</h2>
      <p className="quiet">{t("intro")}</p>
      {texts.isPending && <Waiting lines={4} />}
      {texts.error && <Failed error={texts.error} retry={() => void texts.refetch()} />}
      {texts.data && <Found site={site} found={texts.data} />}
    </section>
  );
}

function Found({ site, found }: { site: Site; found: SiteTexts }) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  if (found.texts === undefined) return <p>{t("empty")}</p>;
  const { texts, first_level: firstLevel, text_version: version } = found.texts;
  return (
    <>
      <p>
        {t("texts.version", { version, accepts: found.accepts.join(", ") })} {firstLevel ? t("texts.firstLevel") : t("texts.notFirstLevel")}
      </p>
      <div className={styles.documents}>
        {LANGUAGES.map((language) => (
          <OneLanguage key={language} site={site} language={language} told={texts[language]} firstLevel={firstLevel} />
        ))}
      </div>
      <Versions found={found} />
      <Proofs site={site} found={found} />
    </>
  );
}

interface OneProps {
  site: Site;
  language: Language;
  told: Told;
  firstLevel: boolean;
}

function OneLanguage({ site, language, told, firstLevel }: OneProps) {
  const { t } = useTranslation("policies", { keyPrefix: "register.texts" });
  const { t: ofShell } = useTranslation();
  const [outcome, setOutcome] = useState<"copied" | "notCopied">();
  const named = { language: ofShell(`languages.${language}`) };
  const copy = async () => {
    const copied = navigator.clipboard.writeText(writeOut(told, firstLevel));
    setOutcome(await copied.then(() => "copied" as const).catch(() => "notCopied" as const));
  };
  return (
    <section className={styles.told} aria-label={named.language}>
      <h3 lang={language}>{named.language}</h3>
      <div className={styles.read} lang={language} tabIndex={0} role="group" aria-label={t("readOf", named)}>
        <pre>{writeOut(told, firstLevel)}</pre>
      </div>
      <Button variant="default" aria-label={t("copyOf", named)} onClick={() => void copy()}>
        {t("copy")}
      </Button>
      <span role="status" className="quiet">
        {outcome && t(outcome)}
      </span>
      <a href={addressOfTransparency(site.key, language)} target="_blank" rel="noreferrer" aria-label={t("pageOf", named)}>
        {t("page")}
      </a>
    </section>
  );
}

function Versions({ found }: { found: SiteTexts }) {
  const { t, i18n } = useTranslation("policies", { keyPrefix: "register.texts" });
  return (
    <ul aria-label={t("versions")}>
      {found.versions.map(({ text_version: version, since, hash, material }) => (
        <li key={`${since}${hash}`}>
          {t("since", { version, day: formatDay(since, i18n.language) })} {material && t("material")} <code>{hash.slice(0, 12)}</code>
        </li>
      ))}
    </ul>
  );
}

function Proofs({ site, found }: { site: Site; found: SiteTexts }) {
  const { t } = useTranslation("policies", { keyPrefix: "register.texts" });
  const { may } = useSession();
  const { count, batches } = found.proofs;
  return (
    <p>
      {t("proofs", { count, batches })}{" "}
      {may.includes("review") && (
        <a href={addressOfProofs(site.key)} download={`revoir-proofs-${site.key}.json`}>
          {t("export")}
        </a>
      )}
    </p>
  );
}
