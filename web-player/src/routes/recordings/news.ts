import type { Recording, RecordingPage } from "../../api";

/**
 * Finds the recordings that a fresh first page has and the shown list has not.
 *
 * What stands below the last shown one is not new: it has only moved up, since others were erased.
 */
export function findNews(shown: readonly Recording[], first: RecordingPage | undefined): Recording[] {
  const known = new Set(shown.map((recording) => recording.id));
  const recordings = first?.recordings ?? [];
  const lastKnown = recordings.findLastIndex((recording) => known.has(recording.id));
  const candidates = lastKnown === -1 ? recordings : recordings.slice(0, lastKnown);
  return candidates.filter((recording) => !known.has(recording.id));
}

/** Brings the shown recordings up to date where they stand; none moves, comes or goes. */
export function refresh(shown: readonly Recording[], first: RecordingPage | undefined): Recording[] {
  const fresh = new Map(first?.recordings.map((recording) => [recording.id, recording]));
  return shown.map((recording) => fresh.get(recording.id) ?? recording);
}
