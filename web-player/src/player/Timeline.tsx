import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Timeline as Outline } from "../api/recording";
import { formatClock, formatSpoken } from "../format";
import { markerNear } from "./markers";
import { useSignWords } from "./useSignWords";
import type { Marker } from "./markers";
import { MarkerShape } from "./MarkerShape";
import { Overview } from "./Overview";
import { pageAt } from "./pages";
import { shareOf } from "./shape";
import type { PlayerState } from "./state";
import styles from "./timeline.module.css";

/** A marker is told where the pointer is this near to it, as a share of the whole. */
const NEAR = 0.008;
/** Room for half of the slider's thumb at either end, in pixels. */
const EDGE = 8;

interface Props {
  timeline: Outline | undefined;
  markers: readonly Marker[];
  state: PlayerState;
  onSeek: (ms: number) => void;
}

/** The slider over the whole recording, above its pages, what happened in them, and its markers. */
export function Timeline({ timeline, markers, state, onSeek }: Props) {
  const { t } = useTranslation("recording");
  const { ms, totalMs } = state;
  const [pointed, setPointed] = useState<number>();
  const [focused, setFocused] = useState(false);
  const told = pointed ?? (focused ? ms : undefined);
  const percent = (at: number) => `${shareOf(at, totalMs) * 100}%`;
  const point = (event: React.PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setPointed(Math.min(Math.max((event.clientX - left - EDGE) / (width - 2 * EDGE), 0), 1) * totalMs);
  };
  return (
    <div className={styles.timeline} onPointerMove={point} onPointerDown={point} onPointerLeave={() => setPointed(undefined)}>
      <div className={styles.markers} aria-hidden="true">
        {markers.map((marker) => (
          <span key={keyOf(marker)} style={{ left: percent(marker.ms) }}>
            <MarkerShape kind={marker.kind} />
          </span>
        ))}
      </div>
      {timeline && <Overview timeline={timeline} />}
      <div className={styles.played} style={{ "--at": shareOf(ms, totalMs) } as React.CSSProperties} aria-hidden="true" />
      <input
        type="range"
        min={0}
        max={totalMs}
        step="any"
        value={ms}
        disabled={timeline === undefined || totalMs === 0}
        aria-label={t("position")}
        aria-valuetext={useSpoken(timeline, state)}
        onChange={(event) => onSeek(event.currentTarget.valueAsNumber)}
        onFocus={(event) => setFocused(event.currentTarget.matches(":focus-visible"))}
        onBlur={() => setFocused(false)}
      />
      {told !== undefined && timeline && (
        <Tip ms={told} at={shareOf(told, totalMs)} timeline={timeline} markers={markers} totalMs={totalMs} />
      )}
    </div>
  );
}

function keyOf(marker: Marker): string {
  const at = `${marker.kind}${marker.ms}`;
  if (marker.kind === "friction") return `${at}${marker.friction}`;
  return marker.kind === "trigger" ? `${at}${marker.trigger}${marker.what}` : at;
}

function useSpoken(timeline: Outline | undefined, { ms, totalMs }: PlayerState): string {
  const { t, i18n } = useTranslation("recording");
  const spoken = { at: formatSpoken(ms, i18n.language), total: formatSpoken(totalMs, i18n.language) };
  const place = timeline ? pageAt(timeline.pages, ms) : 0;
  const page = timeline?.pages[place];
  if (page === undefined) return t("positionValueNoPage", spoken);
  return t("positionValue", { ...spoken, page: place + 1, route: page.route ?? "" }).trim();
}

interface TipProps {
  ms: number;
  at: number;
  timeline: Outline;
  markers: readonly Marker[];
  totalMs: number;
}

/** Tells what lies at a moment: its time, its page, and a marker if one is there. The slider says the same aloud. */
function Tip({ ms, at, timeline, markers, totalMs }: TipProps) {
  const { t } = useTranslation("recording");
  const say = useSignWords();
  const place = pageAt(timeline.pages, ms);
  const route = timeline.pages[place]?.route ?? t("noRoute");
  const marker = markerNear(markers, ms, totalMs * NEAR);
  return (
    <div className={styles.tip} style={{ "--at": at } as React.CSSProperties} aria-hidden="true">
      <strong>{formatClock(marker?.ms ?? ms)}</strong> {place + 1} · {route}
      {marker?.kind === "note" && <span className={styles.tipNote}>{t("marker.note", { text: marker.text })}</span>}
      {(marker?.kind === "friction" || marker?.kind === "trigger") && <span className={styles.tipNote}>{say(marker)}</span>}
    </div>
  );
}
