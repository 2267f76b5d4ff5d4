/** The moment in a recording that an address names: `?t=SECONDS`. */
export interface MomentSearch {
  t?: number;
}

/** Reads what stands in an address; what is no moment is left out. */
export function parseMoment(search: Record<string, unknown>): MomentSearch {
  const seconds = typeof search.t === "number" ? search.t : Number.parseFloat(String(search.t));
  return Number.isFinite(seconds) && seconds >= 0 ? { t: seconds } : {};
}

/** The address of a moment, to the tenth of a second. */
export function addressOf(ms: number, here: { origin: string; pathname: string }): string {
  return `${here.origin}${here.pathname}?t=${Math.floor(ms / 100) / 10}`;
}
