import { SPEEDS } from "./messages";
import type { Refusal, Report, Speed } from "./messages";

/** Why nothing can be shown, or not all. Only `unreadable` and `part` leave the player usable. */
export type Trouble = Refusal | "unreadable" | "part" | "timeout";

/** What the player shows. */
export interface PlayerState {
  phase: "opening" | "ready" | "failed";
  trouble: Trouble | undefined;
  totalMs: number;
  width: number;
  height: number;
  ms: number;
  /** Where a seek is on its way to; times from before it are not shown any more. */
  target: number | undefined;
  playing: boolean;
  finished: boolean;
  /** Waiting for pieces, with the last picture still there. */
  waiting: boolean;
  /** Whether the document has not drawn what it was sent for a long time. */
  slow: boolean;
  /** Why the pieces that are wanted did not arrive. */
  failure: unknown;
  /** How much inactivity was skipped last, until the next time is told. */
  skippedMs: number | undefined;
  speed: Speed;
  skip: boolean;
  trail: boolean;
}

export const START: PlayerState = {
  phase: "opening",
  trouble: undefined,
  totalMs: 0,
  width: 1280,
  height: 720,
  ms: 0,
  target: undefined,
  playing: false,
  finished: false,
  waiting: false,
  slow: false,
  failure: undefined,
  skippedMs: undefined,
  speed: 1,
  skip: true,
  trail: true,
};

export type Change =
  | Report
  | { kind: "length"; totalMs: number }
  | { kind: "seek"; ms: number }
  | { kind: "fetching" }
  | { kind: "fetched" }
  | { kind: "fetch-failed"; error: unknown }
  | { kind: "slow" }
  | { kind: "timeout" }
  | { kind: "unskipped" }
  | { kind: "set"; speed?: Speed; skip?: boolean; trail?: boolean };

/** What the player shows after a change. */
export function step(state: PlayerState, change: Change): PlayerState {
  switch (change.kind) {
    case "ready":
      return state;
    case "length":
      return { ...state, totalMs: change.totalMs, finished: state.finished && state.ms >= change.totalMs };
    case "shown":
      return stepShown(state, change);
    case "refused":
      return state.phase === "opening"
        ? { ...state, phase: "failed", trouble: change.why, waiting: false }
        : { ...state, trouble: "part", waiting: false, slow: false, playing: false, target: undefined };
    case "size":
      return { ...state, width: change.width, height: change.height };
    case "time":
      return stepTime(state, change);
    case "starved":
      return { ...state, waiting: true };
    case "skipped":
      return { ...state, skippedMs: change.ms };
    case "unskipped":
      return { ...state, skippedMs: undefined };
    case "finished":
      return { ...state, playing: false, finished: true, ms: state.totalMs };
    case "unreadable":
      return { ...state, trouble: "unreadable" };
    case "seek":
      return { ...state, ms: change.ms, target: change.ms, finished: false, trouble: kept(state.trouble) };
    case "fetching":
      return { ...state, waiting: true, failure: undefined };
    case "fetched":
      return { ...state, failure: undefined };
    case "fetch-failed":
      return { ...state, failure: change.error };
    case "slow":
      return { ...state, slow: true };
    case "timeout":
      return { ...state, trouble: "timeout", phase: "failed" };
    case "set": {
      const { kind: _, ...wishes } = change;
      return { ...state, ...wishes };
    }
  }
}

function stepShown(state: PlayerState, { ms, width, height }: Extract<Report, { kind: "shown" }>): PlayerState {
  const target = state.target === ms ? undefined : state.target;
  const shown = { ...state, phase: "ready" as const, waiting: false, slow: false, width, height, target };
  return target === undefined ? { ...shown, ms } : shown;
}

function stepTime(state: PlayerState, { ms, playing }: { ms: number; playing: boolean }): PlayerState {
  if (state.target !== undefined && state.target !== ms) return { ...state, playing };
  const finished = state.finished && !playing;
  const waiting = state.waiting && playing && state.target === undefined && ms === state.ms;
  return { ...state, ms: Math.min(ms, state.totalMs), target: undefined, playing, waiting, finished };
}

/** What was unreadable stays so; a part that could not be shown is left behind by a seek. */
function kept(trouble: Trouble | undefined): Trouble | undefined {
  return trouble === "part" ? undefined : trouble;
}

/** The next slower or faster speed; the same at the ends. */
export function nextSpeed(speed: Speed, by: -1 | 1): Speed {
  return SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed;
}
