import type { Command, Opening, Refusal, Report } from "../messages";
import { isSnapshot, readEvents } from "./events";
import type { RawEvent } from "./events";
import { createStage } from "./stage";
import type { Stage } from "./stage";
import { DOCUMENT_CSS } from "./styles";
import type { Wishes } from "./transport";

/** Frames do not come while the tab is hidden; a window is shown then too. */
const NO_FRAME_MS = 250;

export interface Theatre {
  obey(command: Command): void;
  /** Takes notice that something threw while the recording was replayed. */
  stumble(): void;
  /** Fits the replayed page to the window. */
  fit(): void;
}

/**
 * Plays windows of a recording in `root`, and reports what happens.
 *
 * One is seen. Another may be being drawn to replace it, now or when the playing has come to its
 * beginning; the one that was seen is destroyed then.
 */
export function createTheatre(root: HTMLElement, report: (message: Report) => void): Theatre {
  const wishes: Wishes = { playing: false, speed: 1, skip: true };
  let seen: Stage | undefined;
  let next: { stage: Stage; inTurn: boolean; drawn: boolean } | undefined;
  dress(root);

  function open(opening: Opening): void {
    next?.stage.destroy();
    next = undefined;
    const events = readEvents(opening.events) ?? [];
    const refuse = (why: Refusal) => report({ kind: "refused", window: opening.window, why });
    const trouble = findTrouble(events);
    if (trouble !== undefined) return refuse(trouble);
    try {
      const stage = createStage(root, opening, events, wishes, report, takeTurn);
      const coming = { stage, inTurn: opening.inTurn, drawn: false };
      next = coming;
      showStill(stage, opening.atMs);
      whenDrawn(() => {
        coming.drawn = true;
        if (next === coming) takeTurn();
      });
    } catch {
      refuse("failed");
    }
  }

  /** Lets the next window replace the one that is seen, if it is drawn and its time has come. */
  function takeTurn(): void {
    if (next === undefined || !next.drawn) return;
    const { stage, inTurn } = next;
    const reached = wishes.playing && (seen?.transport.position() ?? stage.fromMs) >= stage.fromMs;
    if (inTurn && !reached) return;
    seen?.destroy();
    seen = stage;
    next = undefined;
    stage.reveal();
    stage.fit();
    report({ kind: "shown", window: stage.window, ms: stage.fromMs, ...stage.size() });
    if (wishes.playing) stage.transport.play();
    else stage.transport.tell();
  }

  /** Draws a window's first picture, playing or not. */
  function showStill(stage: Stage, ms: number): void {
    const { playing } = wishes;
    wishes.playing = false;
    stage.transport.seek(ms);
    wishes.playing = playing;
  }

  function append(command: Extract<Command, { kind: "append" }>): void {
    const stage = [seen, next?.stage].find((one) => one?.window === command.window);
    const events = readEvents(command.events);
    if (events === undefined) report({ kind: "unreadable" });
    stage?.append(events ?? [], command);
  }

  function obey(command: Command): void {
    switch (command.kind) {
      case "open":
        return open(command);
      case "append":
        return append(command);
      case "speed":
        wishes.speed = command.factor;
        seen?.setSpeed();
        return next?.stage.setSpeed();
      case "skip-inactivity":
        wishes.skip = command.on;
        return;
      case "trail":
        root.toggleAttribute("data-trail", command.on);
        return;
      case "play":
      case "pause":
        return setPlaying(command.kind === "play");
      case "hold":
        return seen?.transport.hold();
      case "seek":
        return seen?.window === command.window ? seen.transport.seek(command.ms) : undefined;
    }
  }

  /** While a window is awaited, only the wish is noted. */
  function setPlaying(on: boolean): void {
    wishes.playing = on;
    if (seen === undefined) return;
    if (seen.transport.isHeld()) seen.transport.tell();
    else if (on) seen.transport.play();
    else seen.transport.pause();
  }

  return { obey, stumble: () => seen?.transport.stumble(), fit: () => [seen, next?.stage].forEach((one) => one?.fit()) };
}

function findTrouble(events: readonly RawEvent[]): Refusal | undefined {
  if (events.length < 2) return "too-few-events";
  return events.some(isSnapshot) ? undefined : "no-snapshot";
}

function dress(root: HTMLElement): void {
  const style = document.createElement("style");
  style.textContent = DOCUMENT_CSS;
  document.head.append(style);
  root.toggleAttribute("data-trail", true);
}

/** Two frames let the styles of a rebuilt page and the player's marks settle. */
function whenDrawn(run: () => void): void {
  let done = false;
  const finish = () => {
    if (!done) run();
    done = true;
  };
  requestAnimationFrame(() => requestAnimationFrame(finish));
  setTimeout(finish, NO_FRAME_MS);
}
