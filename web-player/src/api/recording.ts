import type { components } from "../schema";
import { FRICTIONS, LINE_KINDS, STATES, WHATS, oneOf } from "../terms";
import type { ErasureReason } from "../terms";
import { answer, client, content, problem } from "./http";

/** What may have triggered a recording. */
export const TRIGGERS = [
  "javascript_error",
  "unhandled_rejection",
  "failed_request",
  "rage_click",
  "dead_click",
  "url",
  "element",
  "custom",
  "support_request",
] as const;

type Schemas = components["schemas"];
export type Timeline = ReturnType<typeof readTimeline>;
export type Sign = Timeline["markers"][number];
export type Page = Schemas["Page"];
export type Piece = Schemas["Piece"];
export type Line = ReturnType<typeof readLine>;
export type Transcript = ReturnType<typeof readTranscript>;
export type Note = Schemas["Note"];

interface Address {
  site: string;
  recording: string;
}

/** Which pieces of a recording to fetch, by their numbers, and in which state it was when they were numbered. */
export interface PieceRange {
  state: Timeline["state"];
  first: number;
  last: number;
}

const AT = "/api/sites/{site}/recordings/{recording}";
const OPENING = "[".charCodeAt(0);
const CLOSING = "]".charCodeAt(0);

export async function findTimeline(path: Address, signal: AbortSignal): Promise<Timeline> {
  return readTimeline(await content(client.GET(`${AT}/timeline`, { params: { path }, signal })));
}

export async function findTranscript(path: Address, signal: AbortSignal): Promise<Transcript> {
  return readTranscript(await content(client.GET(`${AT}/transcript`, { params: { path }, signal })));
}

/**
 * Fetches the events of some pieces as they are: a JSON array, which the console passes on to the
 * replayed document without looking into it.
 */
export async function fetchPieces(path: Address, query: PieceRange, signal: AbortSignal): Promise<ArrayBuffer> {
  const request = client.GET(`${AT}/events`, { params: { path, query }, parseAs: "arrayBuffer", signal });
  const events = await content(request);
  if (!isWhole(events)) throw problem(200, "not a whole array");
  return events;
}

export async function listNotes(path: Address, signal: AbortSignal): Promise<Note[]> {
  const { notes } = await content(client.GET(`${AT}/notes`, { params: { path }, signal }));
  return notes.toSorted((a, b) => a.at_ms - b.at_ms);
}

export async function addNote(path: Address, body: { at_ms: number; text: string }): Promise<void> {
  await answer(client.POST(`${AT}/notes`, { params: { path }, body }));
}

export async function deleteNote(path: Address & { note: string }): Promise<void> {
  await answer(client.DELETE(`${AT}/notes/{note}`, { params: { path } }));
}

/** Erases a recording for good, and keeps why. */
export async function eraseRecording(path: Address, reason: { reason: ErasureReason; words?: string }): Promise<void> {
  await answer(client.DELETE(AT, { params: { path }, body: reason }));
}

/** Where the browser fetches a recording as a file of rrweb's own. */
export function exportAddress({ site, recording }: Address): string {
  return `/api/sites/${encodeURIComponent(site)}/recordings/${encodeURIComponent(recording)}/export`;
}

function readTimeline({ markers, ...timeline }: Schemas["Timeline"]) {
  const known = markers.flatMap((marker) => readMarker(marker) ?? []);
  return { ...timeline, markers: known, state: oneOf(STATES, timeline.state) ?? ("open" as const) };
}

/** A newer server may know of friction and triggers that this console has no words for: those are left out. */
function readMarker(marker: Schemas["Marker"]) {
  const { at_ms } = marker;
  if ("kind" in marker) {
    const kind = oneOf(FRICTIONS, marker.kind);
    return kind && { at_ms, kind };
  }
  const trigger = oneOf(TRIGGERS, marker.trigger.on);
  return trigger && { at_ms, trigger, what: namedBy(marker.trigger) };
}

/** The policy's own words for which page, element or call it is. */
function namedBy(trigger: Schemas["Trigger"]): string | undefined {
  if (trigger.on === "url") return trigger.pattern;
  if (trigger.on === "element") return trigger.selector;
  return trigger.on === "custom" ? trigger.name : undefined;
}

function readTranscript({ lines, cut }: Schemas["Transcript"]) {
  return { lines: lines.map(readLine), cut };
}

/** A newer server may tell of more: what this console has no words for stays a line. */
function readLine(line: Schemas["Line"]) {
  return {
    ...line,
    kind: oneOf(LINE_KINDS, line.kind) ?? ("other" as const),
    what: line.what === undefined ? undefined : (oneOf(WHATS, line.what) ?? ("element" as const)),
  };
}

/** An answer that breaks off may still look like a success; half an array is none. */
function isWhole(events: ArrayBuffer): boolean {
  const bytes = new Uint8Array(events);
  return bytes[0] === OPENING && bytes.at(-1) === CLOSING;
}
