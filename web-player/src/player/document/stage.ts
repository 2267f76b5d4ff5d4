import { Replayer } from "@rrweb/replay";
import type { eventWithTime } from "@rrweb/types";
import type { Opening, Reel, Report } from "../messages";
import { FULL_SNAPSHOT, INCREMENTAL, edgeAt, fromSnapshot } from "./events";
import type { RawEvent } from "./events";
import { fitPage } from "./fitting";
import type { Size } from "./fitting";
import { isAct } from "./idle";
import { makeElementsInert } from "./inert";
import { pageRules } from "./styles";
import { tolerateBadEvents } from "./tolerance";
import { createTransport } from "./transport";
import type { Span, Wishes } from "./transport";
import { createVeil } from "./veil";

const MAX_LENGTH = 100_000;
const UNKNOWN_SIZE: Size = { width: 1024, height: 768 };

export type Stage = ReturnType<typeof createStage>;

/**
 * Replays one window, unseen until `reveal`. `events` are in order, with a full snapshot among them.
 * `onTick` runs with every frame.
 */
export function createStage(
  root: HTMLElement,
  opening: Opening,
  events: RawEvent[],
  wishes: Wishes,
  report: (message: Report) => void,
  onTick: () => void,
) {
  const box = openBox(root);
  let seen = false;
  const say = (message: Report) => {
    if (seen) report(message);
  };
  const shown = fromSnapshot(events);
  const { startMs } = opening;
  const span = spanOf(shown, opening);
  const edge = edgeAt(startMs + span.toMs);
  const replayer = openReplayer(box, [...shown, edge], opening.blocked);
  const trouble = createTrouble(report);
  const transport = createTransport(replayer, span, wishes, say, trouble.admit);
  const veil = watchVeil(replayer, pageRules(opening.blocked));
  const frame = watchSize(replayer, say);
  const stop = eachFrame(() => {
    transport.attempt(veil.drawIfDue);
    transport.tick();
    onTick();
  });
  replayer.on("finish", transport.onFinish);
  tolerateBadEvents(replayer, trouble.admit);
  replayer.setConfig({ speed: wishes.speed });

  return {
    window: opening.window,
    fromMs: opening.atMs,
    size: frame.size,
    fit: frame.fit,
    transport,
    setSpeed: () => replayer.setConfig({ speed: wishes.speed }),
    append(more: readonly RawEvent[], { toMs, last }: Reel) {
      extend(span, more, startMs, toMs, last);
      const first = shown[0]?.timestamp ?? startMs;
      for (const event of more) {
        // rrweb counts from its first event: nothing may come before that.
        if (event.timestamp < first) event.timestamp = first;
        replayer.addEvent(event as unknown as eventWithTime);
      }
      replayer.addEvent(edgeAt(startMs + span.toMs) as unknown as eventWithTime);
      // rrweb takes each event in a microtask of its own.
      queueMicrotask(transport.goOn);
    },
    reveal() {
      seen = true;
      box.dataset.seen = "";
    },
    destroy() {
      seen = false;
      stop();
      try {
        replayer.destroy();
      } catch {
        // What is left of it goes with its box.
      }
      box.remove();
    },
  };
}

function openBox(root: HTMLElement): HTMLElement {
  const box = document.createElement("div");
  box.className = "revoir-stage";
  root.append(box);
  return box;
}

function openReplayer(root: HTMLElement, events: RawEvent[], blocked: string): Replayer {
  const replayer = new Replayer(events as unknown as eventWithTime[], {
    root,
    mouseTail: { strokeStyle: "#0f766e", lineWidth: 3, duration: 1_500 },
    showWarning: false,
    triggerFocus: false,
    insertStyleRules: pageRules(blocked),
  });
  makeElementsInert();
  return replayer;
}

function spanOf(events: readonly RawEvent[], { startMs, toMs, last }: Opening): Span {
  const since = (event: RawEvent | undefined) => (event?.timestamp ?? startMs) - startMs;
  const zeroMs = since(events[0]);
  const firstMs = since(events.find(({ type }) => type === FULL_SNAPSHOT));
  const span: Span = { zeroMs, firstMs, toMs: firstMs, last, acts: [] };
  extend(span, events, startMs, toMs, last);
  return span;
}

function extend(span: Span, events: readonly RawEvent[], startMs: number, toMs: number, last: boolean): void {
  const end = (events.at(-1)?.timestamp ?? startMs) - startMs;
  span.toMs = Math.max(span.toMs, toMs, end);
  span.last = last;
  for (const event of events) if (isAct(event)) span.acts.push(event.timestamp - startMs);
  span.acts.sort((a, b) => a - b);
}

function eachFrame(run: () => void): () => void {
  let handle = 0;
  const frame = () => {
    handle = requestAnimationFrame(frame);
    run();
  };
  handle = requestAnimationFrame(frame);
  return () => cancelAnimationFrame(handle);
}

/** Says once that something could not be read. */
function createTrouble(report: (message: Report) => void) {
  let admitted = false;
  return {
    admit() {
      if (!admitted) report({ kind: "unreadable" });
      admitted = true;
    },
  };
}

/** Draws the veil anew when the replayed page has changed, at most once a frame. */
function watchVeil(replayer: Replayer, rules: readonly string[]) {
  const draw = createVeil(replayer, rules);
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
function watchSize(replayer: Replayer, say: (message: Report) => void) {
  let size = UNKNOWN_SIZE;
  const fit = () => fitPage(replayer, size);
  replayer.on("resize", (dimension) => {
    const { width, height } = dimension as Partial<Size>;
    // The recording says so, and may say anything.
    if (!isLength(width) || !isLength(height)) return;
    size = { width, height };
    fit();
    say({ kind: "size", ...size });
  });
  return { size: () => size, fit };
}

function isLength(value: unknown): value is number {
  return typeof value === "number" && value >= 1 && value <= MAX_LENGTH;
}
