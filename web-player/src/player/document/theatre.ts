import { Replayer } from "@rrweb/replay";
import type { eventWithTime } from "@rrweb/types";
import type { Command, Report, Speed, Trouble } from "../messages";
import { pageStarts } from "../pages";
import type { RawEvent } from "../pages";
import { DOCUMENT_CSS, PAGE_RULES } from "./styles";
import { makeElementsInert } from "./inert";
import { createStage } from "./stage";
import type { Stage } from "./stage";

const FULL_SNAPSHOT = 2;

export interface Theatre {
  obey(command: Command): void;
  /** Takes notice that something threw while the recording was replayed. */
  stumble(): void;
  /** Fits the replayed page to the window. */
  fit(): void;
}

/** Gathers a recording's events, then plays them in `root`, and reports what happens. */
export function createTheatre(root: HTMLElement, report: (message: Report) => void): Theatre {
  let events: RawEvent[] | undefined = [];
  let stage: Stage | undefined;
  const wishes: { speed: Speed; skip: boolean } = { speed: 1, skip: true };
  const fail = (trouble: Trouble) => report({ kind: "error", trouble });

  function load(slice: RawEvent[], last: boolean): void {
    if (events === undefined) return;
    for (const event of slice) events.push(event);
    if (!last) return;
    const all = events.sort((a, b) => a.timestamp - b.timestamp);
    events = undefined;
    const trouble = findTrouble(all);
    if (trouble !== undefined) return fail(trouble);
    try {
      stage = createStage(all, openReplayer(root, all), report);
      stage.setSpeed(wishes.speed);
      stage.setSkip(wishes.skip);
      report({ kind: "meta", totalMs: stage.totalMs, pages: pageStarts(all), ...stage.size() });
      stage.seek(0);
    } catch {
      fail("failed");
    }
  }

  function obey(command: Command): void {
    switch (command.kind) {
      case "load":
        return load(command.events, command.last);
      case "speed":
        wishes.speed = command.factor;
        return stage?.setSpeed(command.factor);
      case "skip-inactivity":
        wishes.skip = command.on;
        return stage?.setSkip(command.on);
      case "play":
        return stage?.play();
      case "pause":
        return stage?.pause();
      case "seek":
        return stage?.seek(command.ms);
    }
  }

  return { obey, stumble: () => stage?.stumble(), fit: () => stage?.fit() };
}

function findTrouble(events: readonly RawEvent[]): Trouble | undefined {
  if (events.length < 2) return "too-few-events";
  return events.some(isSnapshot) ? undefined : "no-snapshot";
}

/** A full snapshot that holds at least something of a document. */
function isSnapshot({ type, data }: RawEvent): boolean {
  const node = type === FULL_SNAPSHOT ? (data as { node?: { childNodes?: unknown } } | null)?.node : undefined;
  return Array.isArray(node?.childNodes) && node.childNodes.length > 0;
}

function openReplayer(root: HTMLElement, events: RawEvent[]): Replayer {
  const style = document.createElement("style");
  style.textContent = DOCUMENT_CSS;
  document.head.append(style);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const replayer = new Replayer(events as unknown as eventWithTime[], {
    root,
    mouseTail: calm ? false : { strokeStyle: "#0f766e" },
    showWarning: false,
    triggerFocus: false,
    insertStyleRules: PAGE_RULES,
  });
  makeElementsInert();
  return replayer;
}
