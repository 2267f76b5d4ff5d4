import { VisuallyHidden } from "@mantine/core";
import { useRef, useState } from "react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Controls } from "./Controls";
import { useFullScreen } from "./fullScreen";
import { KeyList } from "./KeyList";
import { usePlayerKeys } from "./keys";
import type { PlayerState } from "./state";
import { usePlayer } from "./usePlayer";
import styles from "./player.module.css";

const RELAY = "/player/";

interface Props {
  events: readonly unknown[];
  /** What to show instead of a recording that cannot be replayed. */
  renderTrouble: (trouble: NonNullable<PlayerState["trouble"]>) => ReactNode;
}

/** Replays events as the page they came from, in a document that can reach nothing of the console. */
export function Player({ events, renderTrouble }: Props) {
  const { t } = useTranslation("recording");
  const [state, controls] = usePlayer(events);
  const [fit, setFit] = useState(true);
  const [help, setHelp] = useState(false);
  const player = useRef<HTMLElement>(null);
  const [full, toggleFull] = useFullScreen(player);
  const ready = state.phase === "ready";
  usePlayerKeys({
    toggle: () => ready && controls.toggle(),
    move: (by) => ready && controls.seek(state.ms + by),
    shiftSpeed: controls.shiftSpeed,
    fullScreen: toggleFull,
    help: () => setHelp(true),
  });

  if (state.phase === "failed" && state.trouble) return renderTrouble(state.trouble);
  return (
    <section ref={player} aria-label={t("player")} className={styles.player}>
      <div className={styles.stage} data-fit={fit} style={sizeOf(state)} onClick={() => ready && controls.toggle()}>
        <iframe
          name="revoir-player"
          title={t("frame")}
          src={RELAY}
          tabIndex={-1}
          // What is replayed takes neither focus nor clicks: a recorded dialog would steal them.
          inert
          className={styles.frame}
          onLoad={(event) => controls.connect(event.currentTarget)}
        />
        {state.phase === "opening" && <div className={styles.opening}>{t("opening")}</div>}
      </div>
      {state.trouble === "unreadable" && (
        <p role="alert" className={styles.trouble}>
          <strong>{t("trouble.unreadable")}.</strong> {t("troubleText.unreadable")}
        </p>
      )}
      <Controls
        state={state}
        controls={controls}
        fit={fit}
        onFit={setFit}
        full={full}
        onFull={toggleFull}
        onHelp={() => setHelp(true)}
      />
      <VisuallyHidden role="status">{ready && t(playState(state))}</VisuallyHidden>
      <KeyList opened={help} onClose={() => setHelp(false)} />
    </section>
  );
}

function playState({ playing, finished }: PlayerState) {
  if (playing) return "playing";
  return finished ? "finished" : "paused";
}

function sizeOf({ width, height }: PlayerState) {
  return { "--width": `${width}px`, "--height": `${height}px`, "--ratio": width / height } as React.CSSProperties;
}
