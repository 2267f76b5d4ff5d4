import { Button, Checkbox, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatClock } from "../format";
import { SPEEDS } from "./messages";
import type { Speed } from "./messages";
import { pageAt } from "./pages";
import type { PlayerState } from "./state";
import { Timeline } from "./Timeline";
import type { PlayerControls } from "./usePlayer";
import styles from "./player.module.css";

interface Props {
  state: PlayerState;
  controls: PlayerControls;
  fit: boolean;
  onFit: (fit: boolean) => void;
  full: boolean;
  onFull: () => void;
  onHelp: () => void;
}

/** The bar under the page. */
export function Controls({ state, controls, fit, onFit, full, onFull, onHelp }: Props) {
  const { t, i18n } = useTranslation("recording");
  const ready = state.phase === "ready";
  const name = new Intl.NumberFormat(i18n.language);
  return (
    <div className={styles.controls}>
      <Timeline state={state} onSeek={controls.seek} />
      <div className={styles.bar}>
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
        <Checkbox
          size="xs"
          label={t("skip")}
          checked={state.skip}
          onChange={(event) => controls.setSkip(event.currentTarget.checked)}
        />
        <Checkbox size="xs" label={t("fit")} checked={fit} onChange={(event) => onFit(event.currentTarget.checked)} />
        <span className={styles.page}>{state.skipping ? t("skipping") : pageAt(state.pages, state.ms)?.route}</span>
        <Button size="xs" variant="default" onClick={onFull}>
          {t(full ? "leaveFullScreen" : "fullScreen")}
        </Button>
        <Button size="xs" variant="default" onClick={onHelp} aria-label={t("keys")} title={t("keys")}>
          ?
        </Button>
      </div>
    </div>
  );
}

function PlayGlyph({ playing }: { playing: boolean }) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true">
      <path d={playing ? "M2 1h3v10H2zM7 1h3v10H7z" : "M2 0.5v11L11 6z"} />
    </svg>
  );
}
