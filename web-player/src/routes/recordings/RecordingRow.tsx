import { Link } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording, Site } from "../../api";
import { useDevice } from "../../device";
import { formatMoment, formatTimeLeft } from "../../format";
import { describeOpening } from "../../opening";
import styles from "./recordings.module.css";

interface Props {
  site: Site;
  purpose: Purpose;
  recording: Recording;
  now: number;
  onOpen: () => void;
}

/** One recording. Narrow screens fold the columns of detail into a second line. */
export function RecordingRow({ site, purpose, recording, now, onOpen }: Props) {
  const { t, i18n } = useTranslation("recordings");
  const { ago, exact } = describeOpening(recording, now, i18n.language);
  const band = recording.duration_band && t(`band.${recording.duration_band}`);
  const device = useDevice(recording);
  const click = (event: MouseEvent) => {
    const onLink = event.target instanceof Element && event.target.closest("a") !== null;
    if (!onLink && getSelection()?.isCollapsed !== false) onOpen();
  };
  return (
    <tr onClick={click}>
      <td>
        <Link
          to="/sites/$site/$purpose/recordings/$recording"
          params={{ site: site.key, purpose, recording: recording.id }}
          data-recording={recording.id}
          className={styles.link}
        >
          {recording.entry_route ?? <i>{t("noRoute")}</i>}
        </Link>
        {recording.imported && (
          <span className={styles.badge} title={t("importedHint")}>
            {t("imported")}
          </span>
        )}
        <span className={styles.folded}>{[band ?? t("open"), device].filter(Boolean).join(" · ")}</span>
        {recording.expires_at && (
          <span className={styles.foldedLast}>
            {t("leftLabel")} <TimeLeft end={recording.expires_at} now={now} />
          </span>
        )}
      </td>
      <td className={styles.opened}>
        <time dateTime={recording.opened_hour} title={exact}>
          {ago}
        </time>
        <span className={styles.exact}>{exact}</span>
      </td>
      <td>{band ?? "–"}</td>
      <td>{device ?? "–"}</td>
      <td>
        <StateMark state={recording.state} />
      </td>
      <td>
        <TimeLeft end={recording.expires_at} now={now} />
      </td>
    </tr>
  );
}

function StateMark({ state }: { state: Recording["state"] }) {
  const { t } = useTranslation("recordings");
  return (
    <span className={styles.state} data-state={state}>
      {t(state)}
    </span>
  );
}

function TimeLeft({ end, now }: { end: string | undefined; now: number }) {
  const { t, i18n } = useTranslation("recordings");
  if (end === undefined) return "–";
  return (
    <time dateTime={end} title={formatMoment(end, i18n.language)}>
      {formatTimeLeft(end, now, i18n.language) ?? t("soonGone")}
    </time>
  );
}
