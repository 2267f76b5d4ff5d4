import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { Failed } from "../../states/Failed";
import { Reading } from "../../states/Reading";
import reading from "../../states/reading.module.css";
import { Waiting } from "../../states/Waiting";
import { LANGUAGES } from "../../words/words";
import { noticesQuery } from "./queries";
import styles from "./incidents.module.css";

const KINDS = ["cnil", "visitors"] as const;

/** Both notices, in both languages: for a person to complete and send. */
export function Notices({ site, incident }: { site: Site; incident: string }) {
  const { t } = useTranslation(["incidents", "shell"]);
  const notices = useQuery(noticesQuery(site.key, incident));
  if (notices.isPending) return <Waiting lines={4} />;
  if (notices.error) return <Failed error={notices.error} retry={() => void notices.refetch()} />;
  return (
    <div className={styles.kinds}>
      <p className="quiet">{t("notices.intro")}</p>
      {KINDS.map((kind) => (
        <section key={kind} aria-label={t(`notices.${kind}`)}>
          <h4>{t(`notices.${kind}`)}</h4>
          <p className="quiet">{t(`notices.${kind}Text`)}</p>
          <div className={reading.pair}>
            {LANGUAGES.map((language) => (
              <Reading
                key={language}
                language={language}
                text={notices.data[kind][language] ?? ""}
                name={`${t(`notices.${kind}`)}, ${t(`shell:languages.${language}`)}`}
                copy={t("notices.copy")}
                download={t("notices.download")}
                file={`revoir-${kind}-${site.key}-${language}.txt`}
              />
            ))}
          </div>
        </section>
      ))}
    </div>
  );
}
