import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording } from "../../api";
import { useDevice } from "../../device";
import { formatClock, formatMoment, formatSpoken, formatTimeLeft } from "../../format";
import { describeOpening } from "../../opening";
import { Strip, useStripWords } from "../../strip/Strip";
import { useSigns } from "./useSigns";
import type { Gone } from "./news";
import styles from "./recordings.module.css";

const SOON_MS = 24 * 60 * 60_000;

/** What all rows of a list have in common. */
export interface RowContext {
  site: string;
  purpose: Purpose;
  /** Absent where nothing may be done with several at once. */
  onChoose: ((id: string) => void) | undefined;
}

interface Props extends RowContext {
  recording: Recording;
  rowIndex: number | undefined;
  now: number;
  gone: Gone | undefined;
  chosen: boolean;
}

/** One recording. Of one that is gone only that is shown: its place stays, so that nothing jumps. */
export const RecordingRow = memo(function RecordingRow(props: Props) {
  const { site, purpose, recording, rowIndex, now, gone, chosen, onChoose } = props;
  const { t, i18n } = useTranslation("recordings");
  const { ago, exact } = describeOpening(recording, now, i18n.language);
  const device = useDevice(recording);
  const { id, strip, expires_at: end, entry_route: route = t("noRoute") } = recording;
  const shows = useStripWords(strip);
  const kept = useSigns().sayKept(recording.kept_for?.filter((reason) => reason !== "imported"), recording.triggers);
  const says = [kept, recording.trial && t("trialSays"), shows].filter(Boolean).join(" · ");
  return (
    <tr role="row" aria-rowindex={rowIndex} data-row={id} data-gone={gone} data-chosen={chosen || undefined}>
      {onChoose && (
        <td role="cell" className={styles.choice}>
          <label>
            <input
              type="checkbox"
              checked={chosen}
              disabled={gone !== undefined}
              aria-label={t("selectOne", { route, opened: ago })}
              onChange={() => onChoose(id)}
            />
          </label>
        </td>
      )}
      <td role="cell" className={styles.picture}>
        {gone === undefined && <Picture recording={recording} />}
      </td>
      <td role="cell" className={styles.entry}>
        <Link
          to="/sites/$site/$purpose/recordings/$recording"
          params={{ site, purpose, recording: id }}
          disabled={gone !== undefined}
          {...(gone !== undefined && { tabIndex: -1 })}
          data-recording={id}
          className={styles.link}
          aria-describedby={`says-${id}`}
        >
          {gone ? t(`gone.${gone}`) : (recording.entry_route ?? <i>{route}</i>)}
        </Link>
        {gone === undefined && <Marks recording={recording} />}
        <span id={`says-${id}`} className={recording.state === "open" ? styles.spoken : styles.says}>
          {gone === undefined && (recording.state === "open" ? t("open") : says)}
        </span>
      </td>
      <td role="cell" className={styles.fact}>
        {gone === undefined && <Duration recording={recording} />}
      </td>
      <td role="cell" className={styles.fact}>
        {gone === undefined && device}
      </td>
      <td role="cell" className={`${styles.fact} ${styles.opened}`}>
        {gone === undefined && (
          <>
            <time dateTime={recording.opened_hour}>{ago}</time>
            <span className={styles.exact}>{exact}</span>
          </>
        )}
      </td>
      <td role="cell" className={styles.fact}>
        {gone === undefined && end && <TimeLeft end={end} now={now} />}
      </td>
    </tr>
  );
});

function Picture({ recording: { state, strip } }: { recording: Recording }) {
  const { t } = useTranslation("recordings");
  if (state === "open") return <span className={styles.open}>{t("open")}</span>;
  return strip ? <Strip strip={strip} /> : <span className={styles.none}>{t("stripNone")}</span>;
}

function Marks({ recording: { imported, notes, trial, verified } }: { recording: Recording }) {
  const { t } = useTranslation("recordings");
  return (
    <>
      {trial && (
        <span className={styles.badge} title={t("trialHint")}>
          {t("trial")}
        </span>
      )}
      {imported && (
        <span className={styles.badge} title={t("importedHint")}>
          {t("imported")}
        </span>
      )}
      {verified === false && (
        <span className={styles.badge} title={t("unverifiedHint")}>
          {t("unverified")}
        </span>
      )}
      {notes > 0 && <span className={styles.badge}>{t("notes", { count: notes })}</span>}
    </>
  );
}

function Duration({ recording: { strip, duration_band: band } }: { recording: Recording }) {
  const { t, i18n } = useTranslation("recordings");
  if (strip === undefined) return band && t(`band.${band}`);
  return (
    <>
      <span aria-hidden="true">{formatClock(strip.length_ms)}</span>
      <span className={styles.spoken}>{formatSpoken(strip.length_ms, i18n.language)}</span>
    </>
  );
}

function TimeLeft({ end, now }: { end: string; now: number }) {
  const { t, i18n } = useTranslation("recordings");
  const soon = Date.parse(end) - now < SOON_MS;
  return (
    <>
      <span className={styles.leftLabel}>{t("leftLabel")}</span>{" "}
      <time dateTime={end} title={formatMoment(end, i18n.language)} className={soon ? styles.soon : undefined}>
        {formatTimeLeft(end, now, i18n.language) ?? t("soonGone")}
      </time>
    </>
  );
}
