import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import { addressOfProcess } from "../../api/processes";
import type { Process } from "../../api/processes";
import type { SiteTexts } from "../../api/texts";
import { formatDay, formatMoment } from "../../format";
import { formatBytes } from "../../shell/ago";
import { Failed } from "../../states/Failed";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { FileProcess } from "./FileProcess";
import { processesQuery } from "./queries";

/** How visitors are asked, as it was filed: by version of the texts, to be downloaded, and to be added to. */
export function Processes({ site, versions }: { site: Site; versions: SiteTexts["versions"] }) {
  const { t } = useTranslation("texts");
  const processes = useQuery(processesQuery(site.key));
  return (
    <section className={screen.section} aria-labelledby="processes">
      <h2 id="processes">{t("process.title")}</h2>
      <p className="quiet">{t("process.text")}</p>
      {processes.isPending && <Waiting lines={3} />}
      {processes.error && <Failed error={processes.error} retry={() => void processes.refetch()} />}
      {processes.data?.length === 0 && <p>{t(site.edit_policies.length > 0 ? "process.emptyFile" : "process.empty")}</p>}
      {processes.data && processes.data.length > 0 && <ProcessTable site={site.key} processes={processes.data} />}
      {site.edit_policies.length > 0 ? <FileProcess site={site.key} versions={versions} /> : <p className="quiet">{t("process.denied")}</p>}
    </section>
  );
}

const KINDS = { "text/plain": "text", "image/png": "png", "image/webp": "webp" } as const;

function kindOf(media: string): (typeof KINDS)[keyof typeof KINDS] | undefined {
  return Object.entries(KINDS).find(([known]) => known === media)?.[1];
}

function ProcessTable({ site, processes }: { site: string; processes: Process[] }) {
  const { t, i18n } = useTranslation("texts");
  return (
    <table className={screen.table}>
      <thead>
        <tr>
          <th scope="col">{t("textVersion")}</th>
          <th scope="col">{t("process.taken")}</th>
          <th scope="col">{t("process.kind")}</th>
          <th scope="col">{t("process.filed")}</th>
          <th scope="col">{t("process.file")}</th>
        </tr>
      </thead>
      <tbody>
        {processes.map((process) => {
          const kind = kindOf(process.media);
          const said = kind ? t(`process.kinds.${kind}`) : process.media;
          const day = formatDay(process.taken_on, i18n.language);
          return (
            <tr key={process.id}>
              <td>{t("version", { version: process.text_version })}</td>
              <td data-label={t("process.taken")}>
                <time dateTime={process.taken_on}>{day}</time>
              </td>
              <td>
                {said}, {formatBytes(process.size, i18n.language)}
              </td>
              <td data-label={t("process.filed")}>
                {t("process.filedBy", { by: process.filed_by, moment: formatMoment(process.filed_at, i18n.language) })}
              </td>
              <td>
                <a href={addressOfProcess(site, process.id)} download aria-label={t("process.downloadOf", { kind: said, day })}>
                  {t("download")}
                </a>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
