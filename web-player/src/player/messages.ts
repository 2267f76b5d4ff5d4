/**
 * What the console and the replayed document say to each other over their one `MessagePort`.
 *
 * Each side reads the other's messages through the parsers below, which never throw and answer
 * `undefined` for anything unknown: the document replays a stranger's page.
 */

export const SPEEDS = [0.5, 1, 2, 4, 8] as const;
export type Speed = (typeof SPEEDS)[number];

/** Events as the server sent them, and where they stand. Positions are milliseconds from the recording's start. */
export interface Reel {
  /** A JSON array of rrweb events. */
  events: ArrayBuffer;
  /** Up to here nothing is missing. */
  toMs: number;
  /** Whether the recording ends there. */
  last: boolean;
}

/** A window of events to replay, beginning with a full snapshot. */
export interface Opening extends Reel {
  kind: "open";
  window: number;
  /** The timestamp of position 0. */
  startMs: number;
  /** Where to stand once it is shown. */
  atMs: number;
  /** Whether to wait until the window that is playing has come to `atMs`. */
  inTurn: boolean;
  /** The word on a blocked element. */
  blocked: string;
}

/** From the console to the document. */
export type Command =
  | Opening
  | ({ kind: "append"; window: number } & Reel)
  | { kind: "play" }
  | { kind: "pause" }
  /** Stand still, though playing, until a position or a window comes. */
  | { kind: "hold" }
  /** It is for that window alone: another may have taken its turn meanwhile. */
  | { kind: "seek"; window: number; ms: number }
  | { kind: "speed"; factor: Speed }
  | { kind: "skip-inactivity"; on: boolean }
  | { kind: "trail"; on: boolean };

/** Why a window cannot be shown. */
export type Refusal = "too-few-events" | "no-snapshot" | "failed";

/** From the document to the console. */
export type Report =
  | { kind: "ready" }
  | { kind: "shown"; window: number; ms: number; width: number; height: number }
  | { kind: "refused"; window: number; why: Refusal }
  | { kind: "size"; width: number; height: number }
  | { kind: "time"; ms: number; playing: boolean }
  /** Playing has come to the end of what was sent. */
  | { kind: "starved" }
  | { kind: "skipped"; ms: number }
  | { kind: "finished" }
  /** Something in the recording could not be applied; the rest goes on. */
  | { kind: "unreadable" };

/** The handshake: it carries the port from the console to the relay, and from the relay to the document. */
export const CONNECT = "revoir-connect";

const MAX_WORD = 40;
const REFUSALS: readonly Refusal[] = ["too-few-events", "no-snapshot", "failed"];

type Fields = Record<string, unknown>;

/** Takes the port out of a handshake, if the message is one. */
export function readConnect(event: MessageEvent): MessagePort | undefined {
  const port = event.ports[0];
  return event.ports.length === 1 && fieldsOf(event.data)?.kind === CONNECT ? port : undefined;
}

export function parseCommand(message: unknown): Command | undefined {
  const fields = fieldsOf(message);
  switch (fields?.kind) {
    case "play":
    case "pause":
    case "hold":
      return { kind: fields.kind };
    case "open":
      return parseOpening(fields);
    case "append":
      return parseAppend(fields);
    case "seek": {
      const { window, ms } = fields;
      return isWindow(window) && isMs(ms) ? { kind: "seek", window, ms } : undefined;
    }
    case "speed": {
      const factor = SPEEDS.find((speed) => speed === fields.factor);
      return factor && { kind: "speed", factor };
    }
    case "skip-inactivity":
    case "trail":
      return typeof fields.on === "boolean" ? { kind: fields.kind, on: fields.on } : undefined;
    default:
      return undefined;
  }
}

export function parseReport(message: unknown): Report | undefined {
  const fields = fieldsOf(message);
  switch (fields?.kind) {
    case "ready":
    case "starved":
    case "finished":
    case "unreadable":
      return { kind: fields.kind };
    case "shown": {
      const { window, ms, width, height } = fields;
      const good = isWindow(window) && isMs(ms) && isSize(width) && isSize(height);
      return good ? { kind: "shown", window, ms, width, height } : undefined;
    }
    case "refused": {
      const why = REFUSALS.find((known) => known === fields.why);
      return why && isWindow(fields.window) ? { kind: "refused", window: fields.window, why } : undefined;
    }
    case "size": {
      const { width, height } = fields;
      return isSize(width) && isSize(height) ? { kind: "size", width, height } : undefined;
    }
    case "time": {
      const { ms, playing } = fields;
      return isMs(ms) && typeof playing === "boolean" ? { kind: "time", ms, playing } : undefined;
    }
    case "skipped":
      return isMs(fields.ms) ? { kind: "skipped", ms: fields.ms } : undefined;
    default:
      return undefined;
  }
}

function parseOpening(fields: Fields): Opening | undefined {
  const { window, startMs, atMs, inTurn, blocked } = fields;
  const reel = parseReel(fields);
  if (reel === undefined || !isWindow(window) || !isMs(startMs) || !isMs(atMs)) return undefined;
  if (typeof inTurn !== "boolean" || typeof blocked !== "string") return undefined;
  return { kind: "open", window, startMs, atMs, inTurn, blocked: blocked.slice(0, MAX_WORD), ...reel };
}

function parseAppend(fields: Fields): Command | undefined {
  const reel = parseReel(fields);
  return reel && isWindow(fields.window) ? { kind: "append", window: fields.window, ...reel } : undefined;
}

function parseReel({ events, toMs, last }: Fields): Reel | undefined {
  const good = events instanceof ArrayBuffer && isMs(toMs) && typeof last === "boolean";
  return good ? { events, toMs, last } : undefined;
}

function fieldsOf(message: unknown): Fields | undefined {
  return typeof message === "object" && message !== null ? (message as Fields) : undefined;
}

function isMs(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isWindow(value: unknown): value is number {
  return Number.isSafeInteger(value) && isMs(value);
}

function isSize(value: unknown): value is number {
  return isMs(value) && value >= 1 && value <= 100_000;
}
