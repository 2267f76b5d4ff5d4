import { record } from "@rrweb/record";
import { watchIdle } from "./idle";
import type { RawEvent } from "./redact";
import { createSecretFields } from "./secret";

/** Never recorded: what shows or embeds something else than the page's own elements, and what the page marks. */
const BLOCKED = [
  "img,picture,video,audio,canvas,iframe,frame,object,embed",
  "[data-revoir-block],.rr-block,[data-sentry-block],.sentry-block,[data-ph-no-capture],.ph-no-capture",
  "[data-clairvio-block],.clairvio-block",
].join(",");

const FULL_SNAPSHOT = 2;
const META = 4;

export interface Capture {
  /** Takes a full snapshot, after the current task. */
  snapshot(): void;
  stop(): void;
}

/** What the page itself asked of a sheet must fail as it would without us; all else is ours to swallow. */
function isOurs(error: unknown): boolean {
  return !(error instanceof DOMException) || /querySelector|matches|closest/.test(error.message);
}

export interface Fields {
  isSecret(id: number): boolean;
}

/** Knows which nodes of the page are S1 fields. */
export function createFields(): Fields {
  const fields = createSecretFields();
  return { isSecret: (id) => fields.has(record.mirror.getNode(id)) };
}

/** Starts rrweb on the page, with everything off that could carry content; `take` gets its raw events. */
export function startCapture(take: (event: RawEvent) => void): Capture {
  let stopped = false;
  let path = location.pathname;
  let due = false;
  // Something was not told: until the next full snapshot, nothing that follows can be understood.
  let stale = false;

  function snapshot(): void {
    if (due || stopped) return;
    due = true;
    setTimeout(() => {
      due = false;
      if (stopped) return;
      try {
        record.takeFullSnapshot();
      } catch {
        // The page is still loading: rrweb takes its first snapshot when it is there.
      }
    });
  }

  const idle = watchIdle(window, Date.now, () => {
    stale = true;
    snapshot();
  });

  /** A change of address within the page is told by a meta event; the page's history is not patched for it. */
  function routeChange(event: RawEvent): void {
    if (location.pathname === path) return;
    path = location.pathname;
    if (event.type === META) return;
    const data = { href: location.href, width: innerWidth, height: innerHeight };
    take({ type: META, data, timestamp: event.timestamp });
  }

  function emit(event: RawEvent): void {
    try {
      if (stopped) return;
      if (event.type === FULL_SNAPSHOT) stale = false;
      if (idle.isIdle()) stale = true;
      if (stale && event.type !== META) return;
      routeChange(event);
      take(event);
    } catch {
      // Nothing that happens here may reach the page.
    }
  }

  const stopRecord = record({
    emit: (event) => emit(event),
    errorHandler: isOurs,
    recordAfter: "DOMContentLoaded",
    blockSelector: BLOCKED,
    maskAllInputs: true,
    // rrweb's own mask would tell the length.
    maskInputFn: (text) => (text === "" ? "" : "********"),
    slimDOMOptions: "all",
    inlineStylesheet: true,
    recordCanvas: false,
    collectFonts: false,
    inlineImages: false,
    recordCrossOriginIframes: false,
    sampling: { mousemove: 50, mousemoveCallback: 500, scroll: 150, media: 800, input: "last" },
  });

  if (!stopRecord) {
    idle.stop();
    throw new Error("rrweb did not start");
  }

  return {
    snapshot,
    stop() {
      stopped = true;
      idle.stop();
      try {
        stopRecord();
      } catch {
        // rrweb has nothing left to stop.
      }
    },
  };
}
