/** Moments of a recording that one may want to go to. */
import type { Note, Page, Sign, TRIGGERS } from "../api/recording";
import type { FRICTIONS } from "../terms";

/** What a recording tells of itself: something did not go as it was meant, or a trigger fired. */
export type SignMarker =
  | { kind: "friction"; ms: number; friction: (typeof FRICTIONS)[number] }
  | { kind: "trigger"; ms: number; trigger: (typeof TRIGGERS)[number]; what: string | undefined };

/** Each kind has a shape of its own, in `MarkerShape`. */
export type Marker =
  | SignMarker
  | { kind: "page"; ms: number; place: number; route: string | undefined }
  | { kind: "note"; ms: number; text: string };

/** Going back from right after a marker goes to the one before it: the marker itself has just been left. */
const JUST_LEFT_MS = 1_000;
/** What is no further ahead than this is on the screen already: the first page, for one. */
const HERE_MS = 100;
/** What fails and fires a trigger is told twice, almost at once. */
const SAME_MS = 100;

/** All markers, in order. */
export function markersOf(pages: readonly Page[], notes: readonly Note[], signs: readonly Sign[]): Marker[] {
  const starts = pages.map((page, place): Marker => ({ kind: "page", ms: page.at_ms, place, route: page.route }));
  const written = notes.map((note): Marker => ({ kind: "note", ms: note.at_ms, text: note.text }));
  return [...starts, ...written, ...signsOf(signs)].sort((a, b) => a.ms - b.ms);
}

/** Signs as markers, each once. */
export function signsOf(signs: readonly Sign[]): SignMarker[] {
  return signs.filter((sign) => !isTrigger(sign, signs)).map(signed);
}

/** Whether a trigger says the same: it says more. */
function isTrigger(sign: Sign, signs: readonly Sign[]): boolean {
  if (!("kind" in sign)) return false;
  return signs.some((other) => "trigger" in other && other.trigger === sign.kind && Math.abs(other.at_ms - sign.at_ms) < SAME_MS);
}

function signed(sign: Sign): SignMarker {
  const ms = sign.at_ms;
  if ("kind" in sign) return { kind: "friction", ms, friction: sign.kind };
  return { kind: "trigger", ms, trigger: sign.trigger, what: sign.what };
}

/** The moment to go to from `ms`, one step on or back; `undefined` where there is none. */
export function nextMoment(moments: readonly number[], ms: number, by: -1 | 1): number | undefined {
  if (by === 1) return moments.find((moment) => moment > ms + HERE_MS);
  const before = moments.findLast((moment) => moment < ms - JUST_LEFT_MS);
  return before ?? moments.find((moment) => moment < ms);
}

/** The marker nearest to a moment, if any is as near as `within`. */
export function markerNear(markers: readonly Marker[], ms: number, within: number): Marker | undefined {
  const distance = (marker: Marker) => Math.abs(marker.ms - ms);
  const nearest = markers.toSorted((a, b) => distance(a) - distance(b))[0];
  return nearest !== undefined && distance(nearest) <= within ? nearest : undefined;
}
