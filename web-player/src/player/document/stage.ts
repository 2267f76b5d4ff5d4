import type { Replayer } from "@rrweb/replay";
import type { Report, Speed } from "../messages";
import type { RawEvent } from "../pages";
import { fitPage } from "./fitting";
import type { Size } from "./fitting";
import { tolerateBadEvents } from "./tolerance";
import { drawVeil } from "./veil";

const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
const REPORT_EVERY_MS = 100;
const END_SLACK_MS = 200;

export interface Stage {
  readonly totalMs: number;
  size(): Size;
  fit(): void;
  play(): void;
  pause(): void;
  seek(ms: number): void;
  setSpeed(speed: Speed): void;
  setSkip(on: boolean): void;
  stumble(): void;
}

/** Drives one replayer. `events` are in order, at least two, with a full snapshot among them. */
export function createStage(
  events: readonly RawEvent[],
  replayer: Replayer,
  report: (message: Report) => void,
): Stage {
  const start = events[0]?.timestamp ?? 0;
  const totalMs = (events.at(-1)?.timestamp ?? start) - start;
  const firstShown = (events.find((event) => event.type === FULL_SNAPSHOT)?.timestamp ?? start) - start;
  let size: Size = { width: 1024, height: 768 };
  let position = 0;
  let playing = false;
  let finished = false;
  let skip = true;
  let reportedAt = 0;
  let veilDue = false;
  let unreadable = false;

  const tell = () => {
    reportedAt = performance.now();
    report({ kind: "time", ms: position, playing });
  };

  const admit = () => {
    if (!unreadable) report({ kind: "error", trouble: "unreadable" });
    unreadable = true;
  };

  /** Runs a step of rrweb's over the stranger's events; what throws there ends the playing, not the player. */
  const attempt = (step: () => void) => {
    try {
      step();
    } catch {
      stumble();
    }
  };

  function stumble(): void {
    playing = false;
    admit();
    tell();
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
    position = Math.min(Math.max(ms, 0), totalMs);
    finished = false;
    replayer.setConfig({ skipInactive: false });
    attempt(() => run(Math.max(position, firstShown) + 0.5));
    replayer.setConfig({ skipInactive: skip });
    tell();
  }

  function seek(ms: number): void {
    show(ms, (at) => (playing && ms < totalMs ? replayer.play(at) : replayer.pause(at)));
    if (ms >= totalMs) finish();
  }

  function play(): void {
    if (playing) return;
    playing = true;
    show(finished || position >= totalMs ? 0 : position, (at) => replayer.play(at));
  }

  function pause(): void {
    playing = false;
    replayer.pause();
    tell();
  }

  function finish(): void {
    playing = false;
    finished = true;
    position = totalMs;
    tell();
    report({ kind: "finished" });
  }

  /** rrweb's "finish" comes late, and also after a seek that has since been left again. */
  function onFinish(): void {
    if (!playing) return;
    if (position >= totalMs - END_SLACK_MS) finish();
    else show(position, (at) => replayer.play(at));
  }

  function tick(): void {
    requestAnimationFrame(tick);
    if (veilDue) {
      veilDue = false;
      attempt(() => drawVeil(replayer));
    }
    if (!playing) return;
    position = Math.min(Math.max(position, replayer.getCurrentTime()), totalMs);
    if (performance.now() - reportedAt >= REPORT_EVERY_MS) tell();
  }

  const veil = () => {
    veilDue = true;
  };
  replayer.on("resize", (dimension) => {
    size = dimension as Size;
    fitPage(replayer, size);
    report({ kind: "size", ...size });
  });
  replayer.on("skip-start", () => report({ kind: "skipping", on: true }));
  replayer.on("skip-end", () => report({ kind: "skipping", on: false }));
  replayer.on("finish", onFinish);
  replayer.on("fullsnapshot-rebuilded", veil);
  replayer.on("flush", veil);
  replayer.on("event-cast", (event) => {
    if ((event as RawEvent).type === INCREMENTAL) veilDue = true;
  });
  tolerateBadEvents(replayer, admit);
  requestAnimationFrame(tick);

  return {
    totalMs,
    size: () => size,
    fit: () => fitPage(replayer, size),
    play,
    pause,
    seek,
    setSpeed: (speed) => replayer.setConfig({ speed }),
    setSkip,
    stumble,
  };
}
