import type { Replayer } from "@rrweb/replay";
import type { Report } from "../messages";
import { createPosition } from "./position";

const END_SLACK_MS = 200;

export interface Times {
  totalMs: number;
  /** When there is something to show for the first time. */
  firstShown: number;
}

/** Plays, pauses and seeks. `onBad` hears of what could not be read. */
export function createTransport(
  replayer: Replayer,
  { totalMs, firstShown }: Times,
  report: (message: Report) => void,
  onBad: () => void,
) {
  const position = createPosition(totalMs, report);
  let finished = false;
  let skip = true;

  /** Runs a step of rrweb's over the stranger's events; what throws there ends the playing, not the player. */
  function attempt(step: () => void): void {
    try {
      step();
    } catch {
      stumble();
    }
  }

  function stumble(): void {
    position.playing = false;
    onBad();
    position.tell();
  }

  function setSkip(on: boolean): void {
    skip = on;
    replayer.setConfig({ skipInactive: on });
  }

  /**
   * Shows the document as it is at `ms`, what happened in that very millisecond included, hence
   * the half. rrweb would rush on through an inactivity that a seek has left: skipping starts anew.
   */
  function show(ms: number, run: (at: number) => void): void {
    position.moveTo(ms);
    finished = false;
    replayer.setConfig({ skipInactive: false });
    attempt(() => run(Math.max(position.ms, firstShown) + 0.5));
    replayer.setConfig({ skipInactive: skip });
    position.tell();
  }

  function seek(ms: number): void {
    show(ms, (at) => (position.playing && ms < totalMs ? replayer.play(at) : replayer.pause(at)));
    if (ms >= totalMs) finish();
  }

  function play(): void {
    if (position.playing) return;
    position.playing = true;
    show(finished || position.ms >= totalMs ? 0 : position.ms, (at) => replayer.play(at));
  }

  function pause(): void {
    position.playing = false;
    replayer.pause();
    position.tell();
  }

  function finish(): void {
    position.playing = false;
    finished = true;
    position.moveTo(totalMs);
    position.tell();
    report({ kind: "finished" });
  }

  /** rrweb's "finish" comes late, and also after a seek that has since been left again. */
  function onFinish(): void {
    if (!position.playing) return;
    if (position.ms >= totalMs - END_SLACK_MS) finish();
    else show(position.ms, (at) => replayer.play(at));
  }

  function tick(): void {
    if (!position.playing) return;
    position.moveTo(Math.max(position.ms, replayer.getCurrentTime()));
    position.tellNowAndThen();
  }

  return { attempt, stumble, setSkip, seek, play, pause, onFinish, tick };
}
