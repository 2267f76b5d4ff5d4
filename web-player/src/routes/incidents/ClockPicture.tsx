import { useTranslation } from "react-i18next";
import type { Incident } from "../../api/incidents";
import { formatCountdown, formatMoment } from "../../format";
import { useNow } from "../../now";
import { clockOf } from "./clock";
import styles from "./incidents.module.css";

const WIDTH = 288;
const DAYS = [0, 1, 2, 3];

/** Three days that pass, and how much of them is left; both exact moments show on focus and hover. */
export function ClockPicture({ incident }: { incident: Incident }) {
  const { t, i18n } = useTranslation("incidents");
  const clock = clockOf(incident, useNow());
  const at = 8 + clock.passed * (WIDTH - 16);
  const exact = t("clock.exact", {
    start: formatMoment(incident.learned_at, i18n.language),
    end: formatMoment(incident.deadline, i18n.language),
  });
  const said = clock.isOver ? t("clock.over") : t("clock.left", { time: formatCountdown(clock.leftMs, i18n.language) });
  return (
    <div className={styles.clock} data-over={clock.isOver || undefined} tabIndex={0} role="img" aria-label={`${said} ${exact}`}>
      <svg viewBox={`0 0 ${WIDTH} 24`} aria-hidden="true">
        <line x1="8" x2={WIDTH - 8} y1="12" y2="12" className={styles.track} />
        <line x1="8" x2={at} y1="12" y2="12" className={styles.passed} />
        {DAYS.map((day) => (
          <line key={day} x1={8 + (day * (WIDTH - 16)) / 3} x2={8 + (day * (WIDTH - 16)) / 3} y1="5" y2="19" className={styles.day} />
        ))}
        <circle cx={at} cy="12" r="6" />
      </svg>
      <span>{said}</span>
      <span className={styles.exact}>{exact}</span>
    </div>
  );
}
