/** So much of the main thread's time may go into redaction, of so much time that passes. */
const BUDGET_MS = 3_000;
const WINDOW_MS = 10_000;

export interface Cost {
  /** Does something and takes its time; false when that was too much of late. */
  spend(act: () => void): boolean;
}

/** Watches what recording costs the page: beyond its budget it has to end. */
export function createCost(now: () => number): Cost {
  let from = now();
  let spent = 0;

  return {
    spend(act) {
      const begun = now();
      act();
      const ended = now();
      if (begun - from > WINDOW_MS) {
        from = begun;
        spent = 0;
      }
      spent += ended - begun;
      return spent <= BUDGET_MS;
    },
  };
}
