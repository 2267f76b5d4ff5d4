/** Moments of a recording that one may want to go to. */
import type { Friction, Note, Page } from "../api/recording";

/** Each kind has a shape of its own, in `MarkerShape`. */
export type Marker =
  | { kind: "page"; ms: number; place: number; route: string | undefined }
  | { kind: "note"; ms: number; text: string }
  | { kind: "friction"; ms: number; friction: Friction["kind"] };

/** Going back from right after a marker goes to the one before it: the marker itself has just been left. */
const JUST_LEFT_MS = 1_000;
/** What is no further ahead than this is on the screen already: the first page, for one. */
const HERE_MS = 100;

/** All markers, in order. */
export function markersOf(pages: readonly Page[], notes: readonly Note[], friction: readonly Friction[]): Marker[] {
  const starts = pages.map((page, place): Marker => ({ kind: "page", ms: page.at_ms, place, route: page.route }));
  const written = notes.map((note): Marker => ({ kind: "note", ms: note.at_ms, text: note.text }));
  const hard = friction.map((found): Marker => ({ kind: "friction", ms: found.at_ms, friction: found.kind }));
  return [...starts, ...written, ...hard].sort((a, b) => a.ms - b.ms);
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
