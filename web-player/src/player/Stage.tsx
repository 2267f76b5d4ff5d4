import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../api/http";
import { isLost } from "./lost";
import type { PlayerState } from "./state";
import type { PlayerControls } from "./usePlayer";
import styles from "./player.module.css";

const RELAY = "/player/";

interface Props {
  state: PlayerState;
  controls: PlayerControls;
  fit: boolean;
}

/** The page as it was, and what stands above it while it is not there yet. */
export function Stage({ state, controls, fit }: Props) {
  const { t } = useTranslation("recording");
  const ready = state.phase === "ready";
  return (
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
      {!ready && <div className={styles.opening}>{t("opening")}</div>}
      <Wait state={state} controls={controls} />
    </div>
  );
}

/** Says what is waited for, with the last picture still there. */
function Wait({ state, controls }: Pick<Props, "state" | "controls">) {
  const { t } = useTranslation(["recording", "states"]);
  if (state.failure !== undefined) {
    const why = nameFailure(state.failure);
    return (
      <div className={styles.wait} role="alert" onClick={(event) => event.stopPropagation()}>
        <p>
          <strong>{t("partMissing")}</strong> {t(`partMissingText.${why}`)}
        </p>
        {why !== "lost" && (
          <Button size="xs" onClick={controls.retry}>
            {t("states:retry")}
          </Button>
        )}
      </div>
    );
  }
  if (state.slow) {
    return (
      <div className={styles.wait} role="alert">
        <p>
          <strong>{t("slow")}</strong> {t("slowText")}
        </p>
      </div>
    );
  }
  if (!state.waiting || state.phase !== "ready") return undefined;
  return <div className={`${styles.wait} ${styles.late}`}>{t("waiting")}</div>;
}

function nameFailure(failure: unknown): "lost" | "server" | "connection" {
  if (isLost(failure)) return "lost";
  return isApiProblem(failure) && failure.status >= 400 ? "server" : "connection";
}

function sizeOf({ width, height }: PlayerState) {
  return { "--width": `${width}px`, "--height": `${height}px`, "--ratio": width / height } as React.CSSProperties;
}
