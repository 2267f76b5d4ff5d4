/**
 * What the console and the replayed document say to each other over their one `MessagePort`.
 *
 * Each side reads the other's messages through the parsers below, which never throw and answer
 * `undefined` for anything unknown: the document replays a stranger's page.
 */
import { isRawEvent } from "./pages";
import type { PageStart, RawEvent } from "./pages";

export const SPEEDS = [0.5, 1, 2, 4, 8] as const;
export type Speed = (typeof SPEEDS)[number];

/** From the console to the document. */
export type Command =
  | { kind: "load"; events: RawEvent[]; last: boolean }
  | { kind: "play" }
  | { kind: "pause" }
  | { kind: "seek"; ms: number }
  | { kind: "speed"; factor: Speed }
  | { kind: "skip-inactivity"; on: boolean };

/** Why a recording cannot be shown, or not further. Only `unreadable` leaves the player usable. */
export type Trouble = "too-few-events" | "no-snapshot" | "failed" | "unreadable";

/** From the document to the console. */
export type Report =
  | { kind: "ready" }
  | { kind: "meta"; totalMs: number; pages: PageStart[]; width: number; height: number }
  | { kind: "size"; width: number; height: number }
  | { kind: "time"; ms: number; playing: boolean }
  | { kind: "skipping"; on: boolean }
  | { kind: "finished" }
  | { kind: "error"; trouble: Trouble };

/** The handshake: it carries the port from the console to the relay, and from the relay to the document. */
export const CONNECT = "revoir-connect";

const MAX_PAGES = 5_000;
const MAX_ROUTE = 2_000;
const TROUBLES: readonly Trouble[] = ["too-few-events", "no-snapshot", "failed", "unreadable"];

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
      return { kind: "play" };
    case "pause":
      return { kind: "pause" };
    case "load":
      return parseLoad(fields);
    case "seek":
      return isMs(fields.ms) ? { kind: "seek", ms: fields.ms } : undefined;
    case "speed": {
      const factor = SPEEDS.find((speed) => speed === fields.factor);
      return factor && { kind: "speed", factor };
    }
    case "skip-inactivity":
      return typeof fields.on === "boolean" ? { kind: "skip-inactivity", on: fields.on } : undefined;
    default:
      return undefined;
  }
}

export function parseReport(message: unknown): Report | undefined {
  const fields = fieldsOf(message);
  switch (fields?.kind) {
    case "ready":
      return { kind: "ready" };
    case "finished":
      return { kind: "finished" };
    case "meta":
      return parseMeta(fields);
    case "size": {
      const { width, height } = fields;
      return isSize(width) && isSize(height) ? { kind: "size", width, height } : undefined;
    }
    case "time": {
      const { ms, playing } = fields;
      return isMs(ms) && typeof playing === "boolean" ? { kind: "time", ms, playing } : undefined;
    }
    case "skipping":
      return typeof fields.on === "boolean" ? { kind: "skipping", on: fields.on } : undefined;
    case "error": {
      const trouble = TROUBLES.find((known) => known === fields.trouble);
      return trouble && { kind: "error", trouble };
    }
    default:
      return undefined;
  }
}

/** Bad events are left out, so that one of them does not cost the recording. */
function parseLoad({ events, last }: Fields): Command | undefined {
  if (!Array.isArray(events) || typeof last !== "boolean") return undefined;
  return { kind: "load", events: events.filter(isRawEvent), last };
}

function parseMeta({ totalMs, pages, width, height }: Fields): Report | undefined {
  if (!isMs(totalMs) || !isSize(width) || !isSize(height) || !Array.isArray(pages)) return undefined;
  const good = pages.slice(0, MAX_PAGES).filter(isPageStart);
  const cut = good.map(({ ms, route }) => ({ ms, route: route.slice(0, MAX_ROUTE) }));
  return { kind: "meta", totalMs, pages: cut, width, height };
}

function fieldsOf(message: unknown): Fields | undefined {
  return typeof message === "object" && message !== null ? (message as Fields) : undefined;
}

function isPageStart(value: unknown): value is PageStart {
  const fields = fieldsOf(value);
  return isMs(fields?.ms) && typeof fields?.route === "string";
}

function isMs(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isSize(value: unknown): value is number {
  return isMs(value) && value >= 1 && value <= 100_000;
}
