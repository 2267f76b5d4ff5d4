import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { DOCUMENTS, addressOfDocument } from "../../api/register";
import type { DocumentKind } from "../../api/register";
import screen from "../../states/screen.module.css";
import { LANGUAGES } from "../../words/words";
import type { Language } from "../../words/words";
import { countBlanks } from "./blanks";
import { documentQuery } from "./queries";
import styles from "./register.module.css";

/** The documents of a site, to be opened or taken out in either language. */
export function Documents({ site }: { site: Site }) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  return (
    <section className={screen.section} aria-labelledby="documents">
      <h2 id="documents">{t("documents")}</h2>
      <ul className={styles.documents}>
        {DOCUMENTS.map((kind) => (
          <li key={kind}>
            <h3>{t(`document.${kind}`)}</h3>
            <p className="quiet">{t(`about.${kind}`)}</p>
            {kind !== "conformance" && <Left site={site} kind={kind} />}
            {LANGUAGES.map((language) => (
              <Ways key={language} site={site} kind={kind} language={language} />
            ))}
          </li>
        ))}
      </ul>
      <p className="quiet">{t("logged")}</p>
    </section>
  );
}

/** How much of a document is left for a person to complete. */
function Left({ site, kind }: { site: Site; kind: DocumentKind }) {
  const { t, i18n } = useTranslation("policies", { keyPrefix: "register" });
  const document = useQuery(documentQuery(site.key, kind, i18n.language));
  if (document.isPending) return <Skeleton height={16} width="60%" my={2} />;
  if (document.error) return <p className="quiet">{t("blanksFailed")}</p>;
  return <p className={styles.left}>{t("blanks", { count: countBlanks(document.data) })}</p>;
}

interface WaysProps {
  site: Site;
  kind: DocumentKind;
  language: Language;
}

function Ways({ site, kind, language }: WaysProps) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  const { t: ofShell } = useTranslation();
  const said = { language: ofShell(`languages.${language}`), document: t(`document.${kind}`) };
  const page = addressOfDocument(site.key, kind, "html", language);
  return (
    <div className={styles.ways}>
      <span lang={language}>{said.language}</span>
      <a href={page} target="_blank" rel="noreferrer" aria-label={t("openOf", said)}>
        {t("open")}
      </a>
      <a href={page} download aria-label={t("pageOf", said)}>
        {t("page")}
      </a>
      <a href={addressOfDocument(site.key, kind, "json", language)} download aria-label={t("dataOf", said)}>
        {t("data")}
      </a>
    </div>
  );
}
