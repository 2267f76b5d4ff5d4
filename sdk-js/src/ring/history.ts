/** One redacted event: its type, when it was in milliseconds since 1970, and its data as JSON. */
export type Item = [type: number, at: number, json: string];

/** What happened from one full picture of the page on. */
export interface Generation {
  number: number;
  items: Item[];
  /** So many of them lie in the store. */
  saved: number;
}

const FULL_SNAPSHOT = 2;
const META = 4;
/** All that a ring holds, in characters of JSON: what an outbox takes at once. */
export const LIMIT = 4_000_000;
/** A picture is asked for at a time, and comes a little later. */
const SLACK_MS = 1000;

export interface History {
  /** Takes an event; false if there is no room for it, and a new picture must come before anything else. */
  add(item: Item): boolean;
  /** When the last generation began. */
  began(): number;
  /** Whether something that came after a trigger had no room, and what follows cannot be played before a new picture. */
  isCut(): boolean;
  /** Whether there is a picture to go on from. */
  holds(): boolean;
  /** From when on all is kept, whatever its age, since a trigger fired at that time; what is older than it justifies goes. */
  freeze(at: number): void;
  /** Forgets what is older than twice the time before a trigger. */
  age(now: number): void;
  /** Puts back what the tab's last page has kept. */
  restore(kept: readonly [generation: number, Item[]][], isSaved: boolean): void;
  /** How many events of a generation there are. */
  count(generation: number): number;
  generations(): readonly Generation[];
  clear(): void;
}

/** An event grows by so much when it is sent. */
const WRAPPING = 64;

const sizeOf = (items: readonly Item[]): number => items.reduce((sum, [, , json]) => sum + json.length + WRAPPING, 0);

/** Two generations, each from a picture of the page on: `before` to twice `before` milliseconds of what happened. */
export function createHistory(before: number): History {
  let generations: Generation[] = [];
  let size = 0;
  let number = 0;
  let meta: Item | undefined;
  let isFrozen = false;
  let isCut = false;

  function hold(kept: Generation[]): void {
    generations = kept;
    size = generations.reduce((sum, { items }) => sum + sizeOf(items), 0);
  }

  const startOf = ({ items }: Generation): number => items[0]?.[1] ?? 0;
  const isYoung = (generation: Generation, at: number): boolean => startOf(generation) >= at - 2 * before - SLACK_MS;

  function push(item: Item): boolean {
    const last = generations.at(-1);
    if (!last || isCut) return true;
    const more = sizeOf([item]);
    // What the trigger justifies is not given up for what comes after it.
    if (isFrozen && size + more > LIMIT) {
      isCut = true;
      return true;
    }
    last.items.push(item);
    size += more;
    if (size > LIMIT && generations.length > 1) hold(generations.slice(-1));
    if (size <= LIMIT) return true;
    hold([]);
    return false;
  }

  function begin(picture: Item): boolean {
    const last = generations.at(-1);
    const isDue = !last || picture[1] - startOf(last) >= before;
    if (isDue && !(isFrozen && last)) {
      number += 1;
      hold([...generations, { number, items: [], saved: 0 }].slice(-2));
    }
    const first = meta;
    meta = undefined;
    return !first || (push(first) && push(picture));
  }

  return {
    add(item) {
      if (item[0] === META) meta = item;
      else if (item[0] === FULL_SNAPSHOT) return begin(item);
      else return push(item);
      return true;
    },
    began: () => (generations.length > 0 ? startOf(generations[generations.length - 1] as Generation) : 0),
    isCut: () => isCut,
    count: (of) => generations.find((generation) => generation.number === of)?.items.length ?? 0,
    holds: () => generations.length > 0,
    freeze(at) {
      const young = generations.filter((generation) => isYoung(generation, at));
      const late = young.findIndex((generation) => startOf(generation) > at - before);
      hold(young.slice(Math.max((late < 0 ? young.length : late) - 1, 0)));
      isFrozen = true;
    },
    age(now) {
      if (!isFrozen && !generations.every((generation) => isYoung(generation, now))) hold(generations.filter((generation) => isYoung(generation, now)));
    },
    restore(kept, isSaved) {
      for (const [of, items] of kept) {
        const known = generations.find((generation) => generation.number === of);
        // Without its picture nothing of it can be shown.
        if (!known && items[1]?.[0] !== FULL_SNAPSHOT) continue;
        const into = known ?? { number: of, items: [], saved: 0 };
        into.items.push(...items);
        if (isSaved) into.saved = into.items.length;
        if (!known) generations.push(into);
        number = Math.max(number, of);
      }
      hold(generations.slice(-2));
    },
    generations: () => generations,
    clear() {
      hold([]);
      meta = undefined;
      isFrozen = isCut = false;
    },
  };
}
