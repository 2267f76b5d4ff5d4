import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Timeline } from "../api/recording";
import { barsPath, quietShare, segmentsOf } from "./shape";
import styles from "./timeline.module.css";

/** The pages side by side, with what happened in them as small bars. It changes only with the timeline. */
export const Overview = memo(function Overview({ timeline }: { timeline: Timeline }) {
  const { t, i18n } = useTranslation("recording");
  const { pages, activity, length_ms } = timeline;
  const quiet = new Intl.NumberFormat(i18n.language, { style: "percent" }).format(quietShare(activity));
  return (
    <div className={styles.overview} role="img" aria-label={t("activity", { count: pages.length, quiet })}>
      {segmentsOf(pages, length_ms).map(({ place, from, to }) => (
        <span
          key={place}
          className={styles.segment}
          data-odd={place % 2 === 1 || undefined}
          style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
        />
      ))}
      <svg viewBox={`0 0 ${Math.max(1, activity.length)} 100`} preserveAspectRatio="none" aria-hidden="true">
        <path d={barsPath(activity)} />
      </svg>
    </div>
  );
});
