import { read, shelfOf, write, type Shelf } from "./store";
import type { Purpose } from "./types";

export type { Shelf };

/** A visit ends after half an hour without a sign of life; what the tab kept of it is then void. */
export const VISIT_MS = 1_800_000;

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
  receipt?: never;
  earlier?: never;
  store?: never;
}

/** What the tab keeps of an open recording, so that its next page goes on with it. */
export interface Drawn {
  purpose: Purpose;
  policyVersion: number;
  drawn: true;
  end: number;
  store?: never;
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
  user?: string | undefined;
  /** Why the recording has stopped, if it has; it stays so until the visit ends. */
  reason?: string;
  /** Nothing later is recorded: so long after a trigger. */
  until?: number;
  batches?: KeptBatch[];
  /** Events that were never put in a batch: the inside of a JSON array. */
  rest?: string;
}

/** What the tab keeps of a ring, until a trigger makes a recording of it. */
export interface Ringed {
  purpose: Purpose;
  policyVersion: number;
  drawn: "ring";
  end: number;
  /** Where it lies, and the key that opens it. */
  store?: { name: string; key: string };
  /** The path on which the visit began. */
  from?: string;
  /** Its last moments: of each generation what follows so many of its events, which the store held. */
  rest?: [generation: number, held: number, [number, number, string][]][];
  /** Until when a trigger keeps that has fired and was not told yet. */
  due?: number;
  /** A recording that is being asked for. */
  receipt?: string;
  earlier?: string[];
  user?: string | undefined;
  reason?: string;
}

export type Kept = NotDrawn | Drawn | Ringed;

type Entries = Partial<Record<Purpose, Kept>>;

export function keyOf(site: string): string {
  return `revoir:${site}`;
}

/** Reads what the tab keeps; anything unreadable is nothing. */
export function readKept(shelf: Shelf | undefined, site: string): Entries {
  return Object(read(shelf, keyOf(site))) as Entries;
}

/** The receipts that an entry knows. */
export function receiptsOf(entry: { receipt?: string; earlier?: string[] } = {}): string[] {
  return [entry.receipt ?? [], entry.earlier ?? []].flat();
}

/** Deletes what lies beside a ring's entry. */
export function removeStore({ store }: { store?: { name: string } } = {}): void {
  // It could be made: then it can be deleted, too.
  if (store) indexedDB.deleteDatabase(store.name);
}

/** Writes what the tab keeps, or removes the key if that is nothing. False where storage refuses. */
export function writeKept(shelf: Shelf | undefined, site: string, entries: Entries): boolean {
  return write(shelf, keyOf(site), entries);
}

/** Puts one purpose's entry in place, or takes it away. */
export function keep(shelf: Shelf | undefined, site: string, purpose: Purpose, entry: Kept | undefined): boolean {
  const entries = readKept(shelf, site);
  if (entry) entries[purpose] = entry;
  else delete entries[purpose];
  return writeKept(shelf, site, entries);
}

/** The tab's storage. */
export const tabShelf = (): Shelf | undefined => shelfOf("sessionStorage");
