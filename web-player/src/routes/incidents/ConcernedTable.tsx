import { useTranslation } from "react-i18next";
import type { Site } from "../../api";
import type { ConcernedRecording } from "../../api/incidents";
import { formatMoment, formatOpenedExactly } from "../../format";
import { PurposeGlyph } from "../../purposes";
import screen from "../../states/screen.module.css";
import { PURPOSES, oneOf } from "../../terms";
import styles from "./incidents.module.css";

/** Each recording that is concerned, and who watched it or took it out. */
export function ConcernedTable({ site, recordings }: { site: Site; recordings: ConcernedRecording[] }) {
  const { t } = useTranslation("incidents");
  return (
    <table className={screen.table} aria-label={t("found.table", { site: site.name })}>
      <thead>
        <tr>
          <th scope="col">{t("found.opened")}</th>
          <th scope="col">{t("found.purpose")}</th>
          <th scope="col">{t("found.route")}</th>
          <th scope="col">{t("found.policy")}</th>
          <th scope="col">{t("found.recording")}</th>
          <th scope="col">{t("found.seen")}</th>
        </tr>
      </thead>
      <tbody>
        {recordings.map((one) => (
          <Row key={one.recording} one={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ one }: { one: ConcernedRecording }) {
  const { t, i18n } = useTranslation(["incidents", "shell"]);
  const purpose = oneOf(PURPOSES, one.purpose);
  return (
    <tr>
      <td>
        <time dateTime={one.opened_hour}>{formatOpenedExactly(one.opened_hour, i18n.language)}</time>
      </td>
      <td className={styles.purpose}>
        {purpose ? (
          <>
            <PurposeGlyph purpose={purpose} /> {t(`shell:purpose.${purpose}`)}
          </>
        ) : (
          one.purpose
        )}
      </td>
      <td data-label={t("found.route")}>{one.entry_route ?? <span className="quiet">{t("found.noRoute")}</span>}</td>
      <td data-label={t("found.policy")}>{one.policy_version}</td>
      <td className={screen.id}>{one.recording}</td>
      <td data-label={t("found.seen")}>
        <Seen seen={one.seen} />
      </td>
    </tr>
  );
}

function Seen({ seen }: { seen: ConcernedRecording["seen"] }) {
  const { t, i18n } = useTranslation("incidents");
  if (seen.length === 0) return <span className="quiet">{t("found.nobody")}</span>;
  return (
    <ul className={styles.seen}>
      {seen.map(({ by, event, at }) => (
        <li key={`${by}${event}${at}`}>
          {t(event === "recording.exported" ? "found.exported" : "found.watched", { by: nameOf(by, t("found.cli")), moment: formatMoment(at, i18n.language) })}
        </li>
      ))}
    </ul>
  );
}

function nameOf(by: string, cli: string): string {
  return by === "cli" ? cli : by;
}
