import type { Recording, RecordingPage } from "../../api";

const MINUTE_MS = 60_000;

/** Why a row stands for nothing any more. */
export type Gone = "erased" | "expired";

/**
 * Finds the recordings that a fresh first page has and the shown list has not.
 *
 * What stands below the last shown one is not new: it has only moved up, since others were erased. Where the
 * shown list is the whole, nothing can have moved up.
 */
export function findNews(shown: readonly Recording[], first: RecordingPage | undefined, whole: boolean): Recording[] {
  const known = new Set(shown.map((recording) => recording.id));
  const recordings = first?.recordings ?? [];
  const lastKnown = recordings.findLastIndex((recording) => known.has(recording.id));
  const candidates = whole || lastKnown === -1 ? recordings : recordings.slice(0, lastKnown);
  return candidates.filter((recording) => !known.has(recording.id));
}

/**
 * Finds the shown recordings that a fresh look at the same page has not any more.
 *
 * Below its last one the fresh page says nothing, unless it is the last page.
 */
export function findMissing(shown: readonly Recording[], fresh: RecordingPage | undefined): string[] {
  if (fresh === undefined) return [];
  const there = new Set(fresh.recordings.map(({ id }) => id));
  const last = fresh.recordings.at(-1);
  const reached = (recording: Recording) => fresh.next === undefined || (last && !isBelow(recording, last));
  return shown.filter((recording) => reached(recording) && !there.has(recording.id)).map(({ id }) => id);
}

/** Brings the shown recordings up to date where they stand; none moves, comes or goes. */
export function refresh(shown: readonly Recording[], fresh: RecordingPage | undefined): readonly Recording[] {
  const news = new Map(fresh?.recordings.map((recording) => [recording.id, recording]));
  if (!shown.some(({ id }) => news.has(id))) return shown;
  return shown.map((recording) => news.get(recording.id) ?? recording);
}

/**
 * Why a recording cannot be opened any more; `undefined` while it can.
 *
 * One that is missing at its end has expired, though the clocks of server and console may differ a little.
 */
export function findGone({ id, expires_at: end }: Recording, missing: ReadonlySet<string>, now: number): Gone | undefined {
  const left = end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end) - now;
  if (left <= 0) return "expired";
  if (!missing.has(id)) return undefined;
  return left < MINUTE_MS ? "expired" : "erased";
}

/** The order of the list: the newest hour first, then by id. */
function isBelow(one: Recording, other: Recording): boolean {
  if (one.opened_hour === other.opened_hour) return one.id > other.id;
  return Date.parse(one.opened_hour) < Date.parse(other.opened_hour);
}
