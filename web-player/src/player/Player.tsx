import { VisuallyHidden } from "@mantine/core";
import { useMemo, useRef, useState } from "react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Note } from "../api/recording";
import { Controls } from "./Controls";
import type { View } from "./Controls";
import { useFullScreen } from "./fullScreen";
import { KeyList } from "./KeyList";
import { Legend } from "./Legend";
import { usePlayerKeys } from "./keys";
import { markersOf, nextMoment } from "./markers";
import { Stage } from "./Stage";
import type { PlayerState, Trouble } from "./state";
import { Timeline } from "./Timeline";
import { usePlayer } from "./usePlayer";
import type { PlayerControls, PlayerInput } from "./usePlayer";
import styles from "./player.module.css";

/** What stands beside the page may follow the replay, and lead it. */
export interface Moment {
  ms: number;
  seek(ms: number): void;
  pause(): void;
}

interface Props {
  input: Omit<PlayerInput, "blocked" | "trail">;
  notes: readonly Note[];
  /** Called by the key for a note. */
  onNote(): void;
  renderSide(moment: Moment): ReactNode;
  renderTools(moment: Moment): ReactNode;
  /** What to show instead of a recording that cannot be replayed. */
  renderTrouble(trouble: Trouble): ReactNode;
}

/** Replays a recording as the page it came from, in a document that can reach nothing of the console. */
export function Player({ input, notes, onNote, renderSide, renderTools, renderTrouble }: Props) {
  const { t } = useTranslation("recording");
  const [trail] = useState(() => !matchMedia("(prefers-reduced-motion: reduce)").matches);
  const [state, controls] = usePlayer({ ...input, blocked: t("blocked"), trail });
  const player = useRef<HTMLElement>(null);
  const [view, dialogs] = useView(player);
  const { timeline } = input;
  const markers = useMemo(() => markersOf(timeline?.pages ?? [], notes, timeline?.markers ?? []), [timeline, notes]);
  const pages = timeline?.pages ?? [];
  usePlayerKeys(actionsOf(state, controls, view, markers.map(({ ms }) => ms), onNote));

  if (state.phase === "failed" && state.trouble) return renderTrouble(state.trouble);
  const moment: Moment = { ms: state.ms, seek: controls.seek, pause: controls.pause };
  return (
    <section ref={player} aria-label={t("player")} className={styles.player} data-side={view.side}>
      <div className={styles.picture}>
        <Stage state={state} controls={controls} fit={view.fit} />
        <PartTrouble trouble={state.trouble} />
      </div>
      {view.side && <div className={styles.side}>{renderSide(moment)}</div>}
      <div className={styles.controls}>
        <Timeline timeline={timeline} markers={markers} state={state} onSeek={controls.seek} />
        <Controls state={state} controls={controls} pages={pages} markers={markers} view={view}>
          {renderTools(moment)}
        </Controls>
      </div>
      <VisuallyHidden role="status">{state.phase === "ready" && t(playState(state))}</VisuallyHidden>
      {dialogs}
    </section>
  );
}

function useView(player: React.RefObject<HTMLElement | null>): [View, ReactNode] {
  const [fit, setFit] = useState(true);
  const [full, toggleFull] = useFullScreen(player);
  // The screen is given to the page, so the transcript comes there only when asked for.
  const [sides, setSides] = useState({ windowed: true, full: false });
  const [shown, setShown] = useState<"keys" | "legend">();
  const close = () => setShown(undefined);
  const side = full ? sides.full : sides.windowed;
  const view: View = {
    fit,
    full,
    side,
    setFit,
    toggleFull,
    toggleSide: () => setSides({ ...sides, [full ? "full" : "windowed"]: !side }),
    showKeys: () => setShown("keys"),
    showLegend: () => setShown("legend"),
  };
  const dialogs = (
    <>
      <KeyList opened={shown === "keys"} onClose={close} />
      <Legend opened={shown === "legend"} onClose={close} />
    </>
  );
  return [view, dialogs];
}

function actionsOf(state: PlayerState, controls: PlayerControls, view: View, moments: number[], onNote: () => void) {
  const ready = state.phase === "ready";
  const go = (ms: number | undefined) => {
    if (ready && ms !== undefined) controls.seek(ms);
  };
  return {
    toggle: () => ready && controls.toggle(),
    move: (by: number) => go(state.ms + by),
    marker: (by: -1 | 1) => go(nextMoment(moments, state.ms, by)),
    shiftSpeed: controls.shiftSpeed,
    fullScreen: view.toggleFull,
    transcript: view.toggleSide,
    legend: view.showLegend,
    note: onNote,
    help: view.showKeys,
  };
}

function PartTrouble({ trouble }: { trouble: Trouble | undefined }) {
  const { t } = useTranslation("recording");
  if (trouble !== "unreadable" && trouble !== "part") return undefined;
  return (
    <p role="alert" className={styles.trouble}>
      <strong>{t(`trouble.${trouble}`)}.</strong> {t(`troubleText.${trouble}`)}
    </p>
  );
}

function playState({ playing, finished, waiting }: PlayerState) {
  if (waiting) return "waiting";
  if (playing) return "playing";
  return finished ? "finished" : "paused";
}
