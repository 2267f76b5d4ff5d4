import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Installation, Warning } from "../../api/installation";
import { formatMoment } from "../../format";
import { formatBytes } from "../../shell/ago";
import { Icon } from "../../shell/icons";
import screen from "../../states/screen.module.css";
import styles from "./installation.module.css";

/** Each part of the installation: a mark, a word, the figures. */
export function Health({ installation }: { installation: Installation }) {
  const { t, i18n } = useTranslation("installation");
  const language = i18n.language;
  const { database, keys, jobs, disk, warnings } = installation;
  const has = (...codes: Warning[]) => codes.some((code) => warnings.includes(code));
  const late = jobs.overdue_seconds > 0 ? t("jobsLate", { count: jobs.overdue_seconds }) : t("jobsOnTime");
  const kind = database.kind === "private" ? "private" : "external";
  return (
    <section className={screen.section}>
      <h2>{t("parts")}</h2>
      <ul className={styles.parts}>
        <Part title={t("server")} isWell={!has("not_https")}>
          <p className={styles.figure}>{installation.public_url}</p>
          <p className="quiet">
            {t("version")} {installation.version} · {t("started")} {formatMoment(installation.started_at, language)}
          </p>
        </Part>
        <Part title={t("database")} isWell>
          <p className={styles.figure}>{t(`databaseKind.${kind}`, { version: database.version })}</p>
          <p className="quiet">{t("holds", { size: formatBytes(database.bytes, language) })}</p>
        </Part>
        <Part title={t("keys")} isWell={keys.writable}>
          <p className={styles.figure}>{t(keys.writable ? "keysFine" : "keysStuck")}</p>
          <p className="quiet">{t("buckets", { count: keys.buckets })}</p>
        </Part>
        <Part title={t("disk")} isWell={!has("disk_low")}>
          {disk ? <Disk free={disk.free_bytes} total={disk.total_bytes} /> : <p className={styles.figure}>{t("diskUnknown")}</p>}
        </Part>
        <Part title={t("jobs")} isWell={!has("jobs_failing", "sweep_late")}>
          <p className={styles.figure}>{t("jobsText", { waiting: jobs.waiting, failed: jobs.failed })}</p>
          <p className="quiet">
            {late} ·{" "}
            {t("sweep", {
              moment: installation.last_sweep_at ? formatMoment(installation.last_sweep_at, language) : t("sweepNever"),
            })}
          </p>
        </Part>
        <Part title={t("mail")} isWell={installation.mail}>
          <p className={styles.figure}>{t(installation.mail ? "mailOn" : "mailOff")}</p>
        </Part>
      </ul>
    </section>
  );
}

function Part({ title, isWell, children }: { title: string; isWell: boolean; children: ReactNode }) {
  const { t } = useTranslation("installation");
  return (
    <li data-well={isWell}>
      <h3>
        {title}
        <span className={styles.mark}>
          <Icon name={isWell ? "check" : "attention"} size={16} />
          {t(isWell ? "fine" : "needsCare")}
        </span>
      </h3>
      {children}
    </li>
  );
}

function Disk({ free, total }: { free: number; total: number }) {
  const { t, i18n } = useTranslation("installation");
  const used = total > 0 ? 1 - free / total : 0;
  const text = t("diskFree", { free: formatBytes(free, i18n.language), total: formatBytes(total, i18n.language) });
  return (
    <>
      <p className={styles.figure}>{text}</p>
      <div className={styles.bar} aria-hidden="true">
        <span style={{ width: `${used * 100}%` }} />
      </div>
    </>
  );
}
