import { useEffect, useReducer, useRef } from "react";
import { openLink } from "./link";
import type { Link } from "./link";
import type { Command, Report, Speed } from "./messages";
import { nextSpeed, START, step } from "./state";
import type { PlayerState } from "./state";

const PATIENCE_MS = 10_000;

export interface PlayerControls {
  /** For the frame's `onLoad`. */
  connect(frame: HTMLIFrameElement): void;
  toggle(): void;
  seek(ms: number): void;
  setSpeed(speed: Speed): void;
  shiftSpeed(by: -1 | 1): void;
  setSkip(on: boolean): void;
}

/** Plays `events` in a frame: what the player shows, and what one can do with it. */
export function usePlayer(events: readonly unknown[]): [PlayerState, PlayerControls] {
  const [state, change] = useReducer(step, START);
  const link = useRef<Link>(undefined);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const send = (command: Command) => link.current?.send(command);

  useEffect(() => {
    waiting.current ??= setTimeout(() => change({ kind: "timeout" }), PATIENCE_MS);
    return () => {
      clearTimeout(waiting.current);
      waiting.current = undefined;
      link.current?.close();
    };
  }, []);

  // One seek at a time: while the document is still at it, only the latest wish is kept.
  const wished = useRef<number>(undefined);
  const sent = useRef<number>(undefined);
  const sendSeek = () => {
    if (sent.current !== undefined || wished.current === undefined) return;
    sent.current = wished.current;
    wished.current = undefined;
    send({ kind: "seek", ms: sent.current });
  };

  const receive = (report: Report) => {
    change(report);
    if (report.kind === "ready") {
      clearTimeout(waiting.current);
      void link.current?.load(events);
    }
    if (report.kind !== "time" || report.ms !== sent.current) return;
    sent.current = undefined;
    sendSeek();
  };

  const controls: PlayerControls = {
    connect(frame) {
      link.current?.close();
      link.current = openLink(frame, receive);
    },
    toggle: () => send({ kind: state.playing ? "pause" : "play" }),
    seek(ms) {
      wished.current = Math.min(Math.max(ms, 0), state.totalMs);
      change({ kind: "seek", ms: wished.current });
      sendSeek();
    },
    setSpeed(speed) {
      change({ kind: "set", speed });
      send({ kind: "speed", factor: speed });
    },
    shiftSpeed: (by) => controls.setSpeed(nextSpeed(state.speed, by)),
    setSkip(skip) {
      change({ kind: "set", skip });
      send({ kind: "skip-inactivity", on: skip });
    },
  };
  return [state, controls];
}
