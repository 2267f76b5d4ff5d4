import type { Replayer } from "@rrweb/replay";
import type { Report, Speed } from "../messages";
import { findJump } from "./idle";

const END_SLACK_MS = 200;
const REPORT_EVERY_MS = 100;

/** What the console wants, whichever window is playing. */
export interface Wishes {
  playing: boolean;
  speed: Speed;
  skip: boolean;
}

/** What is loaded, as positions in the whole recording. */
export interface Span {
  /** Where rrweb counts from. */
  readonly zeroMs: number;
  /** When there is something to show for the first time. */
  readonly firstMs: number;
  toMs: number;
  last: boolean;
  /** When a visitor's hand moved, in order. */
  acts: number[];
}

/** Plays, pauses and seeks within a window. `onBad` hears of what could not be read. */
export function createTransport(
  replayer: Replayer,
  span: Span,
  wishes: Wishes,
  report: (message: Report) => void,
  onBad: () => void,
) {
  let ms = span.firstMs;
  let toldAt = 0;
  let state: "moving" | "still" | "held" | "starved" | "finished" = "still";

  /** Runs a step of rrweb's over the stranger's events; what throws there ends the playing, not the player. */
  function attempt(step: () => void): void {
    try {
      step();
    } catch {
      stumble();
    }
  }

  function stumble(): void {
    wishes.playing = false;
    state = "still";
    onBad();
    tell();
  }

  function tell(): void {
    toldAt = performance.now();
    report({ kind: "time", ms, playing: wishes.playing });
  }

  /** Shows the page as it is at `at`, what happened in that very millisecond included, hence the half. */
  function show(at: number): void {
    ms = at;
    state = wishes.playing && at < span.toMs ? "moving" : "still";
    const offset = Math.max(at, span.firstMs) - span.zeroMs + 0.5;
    attempt(() => (state === "moving" ? replayer.play(offset) : replayer.pause(offset)));
    tell();
  }

  function seek(at: number): void {
    show(at);
    if (wishes.playing && state === "still") end();
  }

  function play(): void {
    wishes.playing = true;
    if (state !== "moving") seek(ms);
  }

  function pause(): void {
    wishes.playing = false;
    if (state === "moving") replayer.pause();
    state = "still";
    tell();
  }

  function hold(): void {
    if (state === "moving") replayer.pause();
    state = "held";
  }

  /** Comes to the end of what is loaded. */
  function end(): void {
    ms = span.toMs;
    state = span.last ? "finished" : "starved";
    wishes.playing = wishes.playing && !span.last;
    tell();
    report({ kind: span.last ? "finished" : "starved" });
  }

  /** rrweb's "finish" comes late, and also after a seek that has since been left again. */
  function onFinish(): void {
    if (state !== "moving") return;
    if (ms >= span.toMs - END_SLACK_MS) end();
    else show(ms);
  }

  /** Goes on with what has been appended since. */
  function goOn(): void {
    if (state === "starved" && ms < span.toMs) show(ms);
  }

  function tick(): void {
    if (state !== "moving") return;
    ms = Math.min(Math.max(ms, span.zeroMs + replayer.getCurrentTime()), span.toMs);
    const jump = wishes.skip ? findJump(span.acts, ms, span.toMs) : undefined;
    if (jump !== undefined) {
      report({ kind: "skipped", ms: jump - ms });
      show(jump);
    } else if (performance.now() - toldAt >= REPORT_EVERY_MS) tell();
  }

  return { position: () => ms, isHeld: () => state === "held", attempt, stumble, tell, seek, play, pause, hold, onFinish, goOn, tick };
}
