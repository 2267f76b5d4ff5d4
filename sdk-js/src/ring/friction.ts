import type { Thresholds } from "../types";

/** What one acts on; `docs/markers.md` says what friction means, and `tests/vectors/friction.json` holds both languages to it. */
export type Found = "rage_click" | "dead_click";

/** What a policy has that does not say. */
const USUAL: Thresholds = { rage_clicks: 3, rage_within_ms: 1_000, long_wait_ms: 3_000, dead_click_ms: 20_000 };

interface Click {
  at: number;
  on: unknown;
}

export interface Friction {
  /** The visitor clicked this; a control is a link or a button. */
  click(at: number, on: unknown, isControl: boolean): void;
  /** Something on the page changed. */
  change(at: number): void;
  /** The visitor did something else. */
  act(at: number): void;
  /** Time passed. */
  pass(at: number): void;
}

/** Finds clicks of rage, and clicks that change nothing; as `outline/friction.rs` does on the server. */
export function createFriction(found: (kind: Found, at: number) => void, thresholds: Partial<Thresholds> = {}): Friction {
  const { rage_clicks: row, rage_within_ms: within, long_wait_ms: wait, dead_click_ms: dead } = { ...USUAL, ...thresholds };
  let clicks: Click[] = [];
  let raging = false;
  let waiting: Click | undefined;

  function rage(at: number, on: unknown): void {
    clicks = clicks.filter((click) => click.on === on && at - click.at <= within);
    raging &&= clicks.length > 0;
    clicks = [...clicks, { at, on }].slice(-row);
    if (clicks.length < row || raging) return;
    raging = true;
    found("rage_click", clicks[0]?.at ?? at);
  }

  function answer(at: number, least: number): void {
    if (waiting && at - waiting.at >= least) found("dead_click", waiting.at);
  }

  function act(at: number): void {
    answer(at, wait);
    waiting = undefined;
  }

  function pass(at: number): void {
    answer(at, dead);
    if (waiting && at - waiting.at >= dead) waiting = undefined;
  }

  return {
    click(at, on, isControl) {
      rage(at, on);
      pass(at);
      if (!isControl) return act(at);
      if (waiting && waiting.on !== on) act(at);
      waiting ??= { at, on };
    },
    change(at) {
      pass(at);
      waiting = undefined;
    },
    act,
    pass,
  };
}
