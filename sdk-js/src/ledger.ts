/** One string that left the redactor, by which rule, and how often. */
export interface Left {
  rule: string;
  text: string;
  times: number;
}

/** Remembers what left, for a page whose developer asked to see it. */
export interface Ledger {
  add(rule: string, text: string): void;
  list(): Left[];
}

/** So many different strings are remembered; the first ones stay. */
const MOST = 5000;
const LONGEST = 2000;

export function createLedger(): Ledger {
  const entries = new Map<string, Left>();

  return {
    add(rule, text) {
      const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
      const key = `${rule}\n${short}`;
      const entry = entries.get(key);
      if (entry) entry.times += 1;
      else if (entries.size < MOST) entries.set(key, { rule, text: short, times: 1 });
    },
    list: () => [...entries.values()].map((entry) => ({ ...entry })),
  };
}
