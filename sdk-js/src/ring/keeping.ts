import { keep, removeStore, VISIT_MS, type Ringed, type Shelf } from "../kept";
import type { Purpose } from "../types";
import type { Generation, History, Item } from "./history";
import type { Store } from "./store";

/** What the next page finds of the last moments, in characters. */
const KEPT_CHARS = 512 * 1024;
const RENEW_MS = 60_000;

/** Keeps a ring beyond its page. */
export interface Keeping {
  /** Puts what is new into the store. */
  save(): Promise<void>;
  /** Says that the visit goes on. */
  renew(now: number): void;
  /** The page goes: what the store does not hold yet stays with the tab. `due` is until when a trigger that fired keeps. */
  leave(now: number, due: number | undefined): void;
  /** Leaves nothing of it behind. */
  remove(): void;
  /** Lets go of it as it lies. */
  close(): void;
}

/** What the tab keeps of a generation's end, with how many events of it the store was known to hold. */
function restOf(generations: readonly Generation[]): [number, number, Item[]][] {
  let room = KEPT_CHARS;
  const rest: [number, number, Item[]][] = [];
  for (const { number, items, saved } of generations) {
    const left = items.slice(saved);
    room -= left.reduce((sum, [, , json]) => sum + json.length, 0);
    // What follows a hole is of no use before the next picture.
    if (room < 0) break;
    if (left.length > 0) rest.push([number, saved, left]);
  }
  return rest;
}

/** `store` is undefined where the browser has none: then the ring ends with its page. */
export function createKeeping(place: { shelf: Shelf | undefined; site: string; purpose: Purpose }, history: History, store: Store | undefined, ring: Ringed): Keeping {
  let saving = false;
  let gone = false;
  let oldest = 0;
  let renewed = -Infinity;

  function put(now: number): void {
    renewed = now;
    ring.end = now + VISIT_MS;
    if (!gone && store) keep(place.shelf, place.site, place.purpose, ring);
  }

  async function saveIn(kept: Store): Promise<void> {
    for (const generation of [...history.generations()]) {
      const items = generation.items.slice(generation.saved);
      if (items.length === 0) continue;
      await kept.put(generation.number, JSON.stringify(items));
      generation.saved += items.length;
    }
    const first = history.generations()[0]?.number ?? Infinity;
    if (first > oldest) await kept.drop(first);
    oldest = first;
  }

  return {
    async save() {
      if (saving || gone || !store) return;
      saving = true;
      await saveIn(store).catch(() => {});
      saving = false;
    },
    renew(now) {
      if (now - renewed > RENEW_MS) put(now);
    },
    leave(now, due) {
      ring.rest = restOf(history.generations());
      if (due !== undefined) ring.due = due;
      put(now);
      store?.close();
    },
    close: () => store?.close(),
    remove() {
      gone = true;
      store?.close();
      removeStore(ring);
    },
  };
}
