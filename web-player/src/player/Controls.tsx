import { Button, Checkbox, NativeSelect } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Page } from "../api/recording";
import { formatClock, formatLength } from "../format";
import { nextMoment } from "./markers";
import type { Marker } from "./markers";
import { SPEEDS } from "./messages";
import type { Speed } from "./messages";
import { Pages, StepButton } from "./Pages";
import type { PlayerState } from "./state";
import type { PlayerControls } from "./usePlayer";
import styles from "./player.module.css";

interface Props {
  state: PlayerState;
  controls: PlayerControls;
  pages: readonly Page[];
  markers: readonly Marker[];
  view: View;
  children: ReactNode;
}

/** What is shown around the page, and how. */
export interface View {
  fit: boolean;
  full: boolean;
  side: boolean;
  setFit(on: boolean): void;
  toggleFull(): void;
  toggleSide(): void;
  showKeys(): void;
  showLegend(): void;
}

/** The bar under the timeline. */
export function Controls({ state, controls, pages, markers, view, children }: Props) {
  const ready = state.phase === "ready";
  return (
    <div className={styles.bar}>
      <Playing state={state} controls={controls} ready={ready} />
      <Markers ms={state.ms} markers={markers} onSeek={controls.seek} />
      <Pages pages={pages} ms={state.ms} onSeek={controls.seek} />
      <Options state={state} controls={controls} view={view} />
      <div className={styles.tools}>
        {children}
        <Views view={view} />
      </div>
    </div>
  );
}

function Playing({ state, controls, ready }: Pick<Props, "state" | "controls"> & { ready: boolean }) {
  const { t, i18n } = useTranslation("recording");
  const name = new Intl.NumberFormat(i18n.language);
  const skipped = state.skippedMs;
  return (
    <div className={styles.group}>
      <Button size="xs" className={styles.play} disabled={!ready} onClick={controls.toggle}>
        <PlayGlyph playing={state.playing} />
        {t(state.playing ? "pause" : "play")}
      </Button>
      <span className={styles.clock}>
        {formatClock(state.ms)} / {formatClock(state.totalMs)}
      </span>
      <NativeSelect
        size="xs"
        aria-label={t("speed")}
        className={styles.speed}
        value={String(state.speed)}
        onChange={(event) => controls.setSpeed(Number(event.currentTarget.value) as Speed)}
        data={SPEEDS.map((speed) => ({ value: String(speed), label: `${name.format(speed)}×` }))}
      />
      {skipped !== undefined && <span className={styles.skipped}>{t("skipped", { time: formatLength(skipped) })}</span>}
    </div>
  );
}

function Markers({ ms, markers, onSeek }: { ms: number; markers: readonly Marker[]; onSeek: (ms: number) => void }) {
  const { t } = useTranslation("recording");
  const moments = markers.map((marker) => marker.ms);
  const back = nextMoment(moments, ms, -1);
  const on = nextMoment(moments, ms, 1);
  return (
    <div className={styles.group}>
      <StepButton mark label={t("markerBack")} by={-1} disabled={back === undefined} onClick={() => onSeek(back ?? 0)} />
      <StepButton mark label={t("markerOn")} by={1} disabled={on === undefined} onClick={() => onSeek(on ?? ms)} />
    </div>
  );
}

function Options({ state, controls, view }: Pick<Props, "state" | "controls" | "view">) {
  const { t } = useTranslation("recording");
  return (
    <div className={styles.options}>
      <Checkbox
        size="xs"
        label={t("skip")}
        checked={state.skip}
        onChange={(event) => controls.setSkip(event.currentTarget.checked)}
      />
      <Checkbox size="xs" label={t("fit")} checked={view.fit} onChange={(event) => view.setFit(event.currentTarget.checked)} />
      <Checkbox
        size="xs"
        label={t("trail")}
        checked={state.trail}
        onChange={(event) => controls.setTrail(event.currentTarget.checked)}
      />
    </div>
  );
}

function Views({ view }: { view: View }) {
  const { t } = useTranslation("recording");
  return (
    <>
      <Button size="xs" variant="default" onClick={view.toggleSide} aria-pressed={view.side}>
        {t("showTranscript")}
      </Button>
      <Button size="xs" variant="default" onClick={view.showLegend}>
        {t("legend")}
      </Button>
      <Button size="xs" variant="default" onClick={view.toggleFull}>
        {t(view.full ? "leaveFullScreen" : "fullScreen")}
      </Button>
      <Button size="xs" variant="default" onClick={view.showKeys} aria-label={t("keys")} title={t("keys")}>
        ?
      </Button>
    </>
  );
}

function PlayGlyph({ playing }: { playing: boolean }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
      <path d={playing ? "M2 1h3v10H2zM7 1h3v10H7z" : "M2 0.5v11L11 6z"} />
    </svg>
  );
}
