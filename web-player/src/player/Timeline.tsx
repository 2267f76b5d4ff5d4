import { useTranslation } from "react-i18next";
import { formatClock, formatSpoken } from "../format";
import { pageAt } from "./pages";
import type { PlayerState } from "./state";
import styles from "./player.module.css";

/** The slider over the whole recording, with a tick where each further page began. */
export function Timeline({ state, onSeek }: { state: PlayerState; onSeek: (ms: number) => void }) {
  const { t, i18n } = useTranslation("recording");
  const { ms, totalMs, pages } = state;
  const spoken = { at: formatSpoken(ms, i18n.language), total: formatSpoken(totalMs, i18n.language) };
  const route = pageAt(pages, ms)?.route;
  const share = (at: number) => `${totalMs > 0 ? (at / totalMs) * 100 : 0}%`;
  return (
    <div className={styles.timeline}>
      <input
        type="range"
        min={0}
        max={totalMs}
        step="any"
        value={ms}
        disabled={state.phase !== "ready"}
        aria-label={t("position")}
        aria-valuetext={route ? t("positionValue", { ...spoken, route }) : t("positionValueNoPage", spoken)}
        onChange={(event) => onSeek(event.currentTarget.valueAsNumber)}
        style={{ "--played": share(ms) } as React.CSSProperties}
      />
      <div className={styles.ticks} aria-hidden="true">
        {pages.slice(1).map((page, place) => (
          <span
            key={place}
            style={{ left: share(page.ms) }}
            title={t("pageStart", { route: page.route, at: formatClock(page.ms) })}
          />
        ))}
      </div>
    </div>
  );
}
