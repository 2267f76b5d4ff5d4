import { record as recordAsBuilt } from "@rrweb/record";
import { watchIdle } from "./idle";
import { loadDetectors, type Detect } from "./detect";
import type { Watched } from "./page";
import { reasonOf } from "./reason";
import type { RawEvent } from "./redact";
import { browserFacts, measureFont } from "./redact/facts";
import type { Font } from "./redact/masks";
import { createNames } from "./redact/names";
import { createSecretFields } from "./secret";

/** Never recorded: what shows or embeds something else than the page's own elements, and what the page marks. */
const BLOCKED = [
  "img,picture,video,audio,canvas,iframe,frame,object,embed",
  "[data-revoir-block],.rr-block,[data-sentry-block],.sentry-block,[data-ph-no-capture],.ph-no-capture",
  "[data-clairvio-block],.clairvio-block",
].join(",");

/** What is left of rrweb by `scripts/trim-rrweb.mjs`. */
const record = recordAsBuilt as unknown as {
  (given: {
    emit(event: RawEvent): void;
    failed(error: unknown): void;
    errorHandler(error: unknown): boolean;
    blockSelector: string;
    ignoreClass: string;
    maskInputFn(text: string | null): string;
    sampling: { mousemove: number; mousemoveCallback: number; scroll: number };
  }): () => void;
  /** Takes a full snapshot, if recording has begun. */
  takeFullSnapshot(): void;
  mirror: typeof recordAsBuilt.mirror;
};

const FULL_SNAPSHOT = 2;
const INCREMENT = 3;
const META = 4;
const INTERACTION = 2;
const INPUT = 5;
const FOCUS = 5;
/** How often a page with rules is asked where it is; every event asks as well. */
const PATH_MS = 250;
/** Between two snapshots for changes of address: a map that writes its position into the path changes it all the time. */
const ROUTE_MS = 1000;

export interface Capture {
  /** Takes a full snapshot, soon after the current task. */
  snapshot(): void;
  stop(): void;
}

/** What the page itself asked of a sheet must fail as it would without us; all else is ours to swallow. */
function isOurs(error: unknown): boolean {
  return !(error instanceof DOMException || /Failed to exec|Illegal inv/.test(String(error))) || /querySelector|matches|closest/.test(String(error));
}

/** So many elements are told anew at a time. */
const TOLD = 5000;
const NAMED = ["id", "part", "slot"];

/** What the redactor asks the page, and what it asks of its elements; the SDK's files stand beside `base`. */
export function watchPage(base: string): Watched {
  let detect: Detect | undefined;
  let loading: Promise<void> | undefined;
  const fonts = new Map<string, Font>();
  const fields = createSecretFields(() => detect);

  /** Most visits type nothing: the detectors come when a field is entered. Without them no input is told. */
  function load(): void {
    loading ??= loadDetectors(base).then((loaded) => void (detect = loaded), () => {});
  }

  function elementOf(id: number): Element | undefined {
    const node = record.mirror.getNode(id);
    return node instanceof Element ? node : (node?.parentElement ?? undefined);
  }

  function roots(): ParentNode[] {
    const hosts = record.mirror.getIds().flatMap((id) => (record.mirror.getNode(id) as Element | null)?.shadowRoot ?? []);
    return [document, ...hosts];
  }

  return {
    secret: (id) => fields.has(elementOf(id)),
    elementOf,
    styles: { facts: browserFacts(), names: createNames(), done: new Map(), tags: new Map() },
    font(tag) {
      const font = fonts.get(tag) ?? measureFont(tag);
      fonts.set(tag, font);
      return font;
    },
    isTyped({ type, data }) {
      const { source, id, type: kind } = (data ?? {}) as { source?: unknown; id?: unknown; type?: unknown };
      if (type !== INCREMENT) return false;
      if (source === INTERACTION && kind === FOCUS) load();
      return source === INPUT && fields.holds(record.mirror.getNode(id as number));
    },
    late(selectors) {
      const found = roots().flatMap((root) => [...root.querySelectorAll(selectors.join(","))]);
      const attributes = found.slice(0, TOLD).flatMap((element) => {
        const id = record.mirror.getId(element);
        // What rrweb does not know yet, it will tell with its names.
        if (id < 0) return [];
        const names = NAMED.filter((name) => element.hasAttribute(name)).map((name) => [name, element.getAttribute(name)]);
        return [{ id, attributes: { class: element.getAttribute("class") ?? "", ...Object.fromEntries(names) } }];
      });
      const data = { source: 0, texts: [], attributes, removes: [], adds: [] };
      return attributes.length > 0 ? { type: 3, data, timestamp: Date.now() } : undefined;
    },
  };
}

/** Calls `look` a moment after the path may have changed, without a patch of the page's history. */
export function watchPath(look: () => void): () => void {
  const timer = setInterval(look, PATH_MS);
  return () => clearInterval(timer);
}

/**
 * Starts rrweb on the page, with everything off that could carry content; `take` gets its raw events, and `fail` is
 * called when the page can no longer be followed.
 */
export function startCapture(
  take: (event: RawEvent) => void,
  block: readonly string[],
  fail: (reason: string) => void,
): Capture {
  let stopped = false;
  let path = location.pathname;
  let due: ReturnType<typeof setTimeout> | undefined;
  let routeAt = -Infinity;
  // Something was not told: until the next full snapshot, nothing that follows can be understood.
  let stale = false;

  function snapshot(wait = 0): void {
    if (stopped) return;
    // One that is wanted at once overtakes one that waits.
    clearTimeout(due);
    due = setTimeout(() => {
      due = undefined;
      if (stopped) return;
      try {
        const before = path;
        record.takeFullSnapshot();
        // As rrweb tells a page that it has loaded.
        if (path !== before) emit({ type: 0, timestamp: Date.now() });
      } catch (error) {
        failed(error);
      }
    }, wait);
  }

  const idle = watchIdle(window, Date.now, () => {
    stale = true;
    snapshot();
  });

  /**
   * A change of address within the page is told as rrweb tells a page: by a meta event and a full snapshot, since a
   * player looks no further back than to the last meta event. The page's history is not patched for it.
   */
  function routeChange(event: RawEvent): void {
    if (event.type === META) path = location.pathname;
    if (location.pathname === path || due !== undefined) return;
    const now = Date.now();
    const wait = Math.max(0, routeAt + ROUTE_MS - now);
    routeAt = now + wait;
    snapshot(wait);
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

  const failed = (error: unknown): void => {
    stopped = true;
    fail(reasonOf(error));
  };

  const stopRecord = record({
    emit,
    failed,
    errorHandler(error) {
      // What was to be told is lost, and nothing that follows fits.
      if (error instanceof RangeError) failed(error);
      return isOurs(error);
    },
    blockSelector: [BLOCKED, ...block].join(),
    ignoreClass: "rr-ignore",
    // What is the same as before is not told again: a length would show.
    maskInputFn: (text) => (text ? "********" : ""),
    sampling: { mousemove: 50, mousemoveCallback: 500, scroll: 150 },
  });

  function stop(): void {
    stopped = true;
    idle.stop();
    try {
      stopRecord();
    } catch {
      // rrweb has nothing left to stop.
    }
  }

  // The first picture may have failed at once.
  if (stopped) {
    stop();
    throw new Error("rrweb did not start");
  }
  return { snapshot: () => snapshot(), stop };
}
