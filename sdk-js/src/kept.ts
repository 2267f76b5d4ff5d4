import type { Purpose } from "./types";

/** A visit ends after so long without a sign of life; what the tab kept of it is then void. */
export const VISIT_MS = 30 * 60_000;

/** A batch whose bytes may have reached the server: it is sent again exactly so. */
export interface KeptBatch {
  seq: number;
  coding: "gzip" | "none";
  /** base64 */
  bytes: string;
  size: number;
}

/** What is kept of a purpose that was not drawn: nothing else. */
export interface NotDrawn {
  purpose: Purpose;
  policyVersion: number;
  drawn: false;
  end: number;
}

/** What the tab keeps of an open recording, so that its next page goes on with it. */
export interface Drawn {
  purpose: Purpose;
  policyVersion: number;
  drawn: true;
  end: number;
  grant: string;
  receipt: string;
  /** The epoch of the recording's first event; events carry offsets from it. */
  start: number | undefined;
  seq: number;
  bytes: number;
  sent: number;
  masked: number;
  dropped?: number;
  /** Receipts of this tab's recordings that have ended: withdrawal reaches them too. */
  earlier?: string[];
  /** A digest of the user's identifier, to see whether it has changed. */
  user?: string;
  /** Why the recording has stopped, if it has; it stays so until the visit ends. */
  reason?: string;
  batches?: KeptBatch[];
  /** Events that were never put in a batch: the inside of a JSON array. */
  rest?: string;
}

export type Kept = NotDrawn | Drawn;

/** The part of `Storage` that is used. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

type Entries = Partial<Record<Purpose, Kept>>;

export function keyOf(site: string): string {
  return `revoir:${site}`;
}

/** Reads what the tab keeps; anything unreadable is nothing. */
export function readKept(shelf: Shelf | undefined, site: string): Entries {
  try {
    const entries: unknown = JSON.parse(shelf?.getItem(keyOf(site)) ?? "{}");
    return typeof entries === "object" && entries !== null ? (entries as Entries) : {};
  } catch {
    return {};
  }
}

/** Writes what the tab keeps, or removes the key if that is nothing. False where storage refuses. */
export function writeKept(shelf: Shelf | undefined, site: string, entries: Entries): boolean {
  try {
    if (Object.keys(entries).length === 0) shelf?.removeItem(keyOf(site));
    else shelf?.setItem(keyOf(site), JSON.stringify(entries));
    return shelf !== undefined;
  } catch {
    return false;
  }
}

/** Puts one purpose's entry in place, or takes it away. */
export function keep(shelf: Shelf | undefined, site: string, purpose: Purpose, entry: Kept | undefined): boolean {
  const entries = readKept(shelf, site);
  if (entry) entries[purpose] = entry;
  else delete entries[purpose];
  return writeKept(shelf, site, entries);
}

/** The tab's storage; undefined where the browser refuses it (the getter itself may throw). */
export function tabShelf(): Shelf | undefined {
  try {
    return window.sessionStorage;
  } catch {
    return undefined;
  }
}
