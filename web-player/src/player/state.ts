import { SPEEDS } from "./messages";
import type { Report, Speed, Trouble } from "./messages";
import type { PageStart } from "./pages";

/** What the player shows. */
export interface PlayerState {
  phase: "opening" | "ready" | "failed";
  trouble: Trouble | "timeout" | undefined;
  totalMs: number;
  pages: PageStart[];
  width: number;
  height: number;
  ms: number;
  /** Where a seek is on its way to; times from before it are not shown any more. */
  target: number | undefined;
  playing: boolean;
  finished: boolean;
  skipping: boolean;
  speed: Speed;
  skip: boolean;
}

export const START: PlayerState = {
  phase: "opening",
  trouble: undefined,
  totalMs: 0,
  pages: [],
  width: 1280,
  height: 720,
  ms: 0,
  target: undefined,
  playing: false,
  finished: false,
  skipping: false,
  speed: 1,
  skip: true,
};

export type Change = Report | { kind: "timeout" } | { kind: "seek"; ms: number } | { kind: "set"; speed?: Speed; skip?: boolean };

/** What the player shows after a change. */
export function step(state: PlayerState, change: Change): PlayerState {
  switch (change.kind) {
    case "ready":
      return state;
    case "meta": {
      const { totalMs, pages, width, height } = change;
      return { ...state, phase: "ready", totalMs, pages, width, height };
    }
    case "size":
      return { ...state, width: change.width, height: change.height };
    case "time":
      return stepTime(state, change);
    case "skipping":
      return { ...state, skipping: change.on };
    case "finished":
      return { ...state, playing: false, finished: true, skipping: false, ms: state.totalMs };
    case "error":
      return change.trouble === "unreadable"
        ? { ...state, trouble: "unreadable" }
        : { ...state, trouble: change.trouble, phase: "failed" };
    case "timeout":
      return { ...state, trouble: "timeout", phase: "failed" };
    case "seek":
      return { ...state, ms: change.ms, target: change.ms, finished: false };
    case "set":
      return { ...state, speed: change.speed ?? state.speed, skip: change.skip ?? state.skip };
  }
}

function stepTime(state: PlayerState, { ms, playing }: { ms: number; playing: boolean }): PlayerState {
  if (state.target !== undefined && state.target !== ms) return { ...state, playing };
  const skipping = state.skipping && playing;
  const finished = state.finished && !playing;
  return { ...state, ms: Math.min(ms, state.totalMs), target: undefined, playing, skipping, finished };
}

/** The next slower or faster speed; the same at the ends. */
export function nextSpeed(speed: Speed, by: -1 | 1): Speed {
  return SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed;
}
