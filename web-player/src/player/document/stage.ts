import type { Replayer } from "@rrweb/replay";
import type { Report, Speed } from "../messages";
import type { RawEvent } from "../pages";
import { fitPage } from "./fitting";
import type { Size } from "./fitting";
import { tolerateBadEvents } from "./tolerance";
import { createTransport } from "./transport";
import type { Times } from "./transport";
import { createVeil } from "./veil";

const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;

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
  const times = readTimes(events);
  const trouble = createTrouble(report);
  const transport = createTransport(replayer, times, report, trouble.admit);
  const veil = watchVeil(replayer);
  const frame = watchSize(replayer, report);

  const tick = () => {
    requestAnimationFrame(tick);
    transport.attempt(veil.drawIfDue);
    transport.tick();
  };
  replayer.on("skip-start", () => report({ kind: "skipping", on: true }));
  replayer.on("skip-end", () => report({ kind: "skipping", on: false }));
  replayer.on("finish", transport.onFinish);
  tolerateBadEvents(replayer, trouble.admit);
  requestAnimationFrame(tick);

  return {
    totalMs: times.totalMs,
    ...frame,
    play: transport.play,
    pause: transport.pause,
    seek: transport.seek,
    setSpeed: (speed) => replayer.setConfig({ speed }),
    setSkip: transport.setSkip,
    stumble: transport.stumble,
  };
}

function readTimes(events: readonly RawEvent[]): Times {
  const start = events[0]?.timestamp ?? 0;
  const since = (event: RawEvent | undefined) => (event?.timestamp ?? start) - start;
  return {
    totalMs: since(events.at(-1)),
    firstShown: since(events.find((event) => event.type === FULL_SNAPSHOT)),
  };
}

/** Says once that something could not be read. */
function createTrouble(report: (message: Report) => void) {
  let admitted = false;
  return {
    admit() {
      if (!admitted) report({ kind: "error", trouble: "unreadable" });
      admitted = true;
    },
  };
}

/** Draws the veil anew when the replayed page has changed, at most once a frame. */
function watchVeil(replayer: Replayer) {
  const draw = createVeil(replayer);
  let due = false;
  const veil = () => {
    due = true;
  };
  replayer.on("fullsnapshot-rebuilded", veil);
  replayer.on("flush", veil);
  replayer.on("event-cast", (event) => {
    if ((event as RawEvent).type === INCREMENTAL) veil();
  });
  return {
    drawIfDue() {
      if (!due) return;
      due = false;
      draw();
    },
  };
}

/** Keeps the replayed page fitted to the window. */
function watchSize(replayer: Replayer, report: (message: Report) => void) {
  let size: Size = { width: 1024, height: 768 };
  const fit = () => fitPage(replayer, size);
  replayer.on("resize", (dimension) => {
    size = dimension as Size;
    fit();
    report({ kind: "size", ...size });
  });
  return { size: () => size, fit };
}
