import type { Report } from "../messages";

const REPORT_EVERY_MS = 100;

/** Where the playing stands: what the stage knows of it, and what it has told the console. */
export interface Position {
  readonly ms: number;
  playing: boolean;
  /** Moves, within the recording. */
  moveTo(ms: number): void;
  tell(): void;
  /** Tells, unless it has just been told. */
  tellNowAndThen(): void;
}

export function createPosition(totalMs: number, report: (message: Report) => void): Position {
  let ms = 0;
  let toldAt = 0;

  const position: Position = {
    get ms() {
      return ms;
    },
    playing: false,
    moveTo(wanted) {
      ms = Math.min(Math.max(wanted, 0), totalMs);
    },
    tell() {
      toldAt = performance.now();
      report({ kind: "time", ms, playing: position.playing });
    },
    tellNowAndThen() {
      if (performance.now() - toldAt >= REPORT_EVERY_MS) position.tell();
    },
  };
  return position;
}
