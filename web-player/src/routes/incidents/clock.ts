/** The 72 hours in which the authority is to be told. Pure: the present is passed in. */

/** How a clock stands. */
export interface Clock {
  /** How much of it has passed, from 0 to 1. */
  passed: number;
  leftMs: number;
  isOver: boolean;
}

export function clockOf({ learned_at: start, deadline }: { learned_at: string; deadline: string }, now: number): Clock {
  const [begin, end] = [Date.parse(start), Date.parse(deadline)];
  const whole = Math.max(1, end - begin);
  const passed = Math.min(1, Math.max(0, (now - begin) / whole));
  return { passed, leftMs: Math.max(0, end - now), isOver: now >= end };
}

/** Those whose time runs, the most urgent first; then those whose time is over, the newest first. */
export function inOrder<Told extends { learned_at: string; deadline: string }>(incidents: readonly Told[], now: number): Told[] {
  const end = ({ deadline }: Told) => Date.parse(deadline);
  const running = incidents.filter((it) => !clockOf(it, now).isOver).toSorted((one, other) => end(one) - end(other));
  const over = incidents.filter((it) => clockOf(it, now).isOver).toSorted((one, other) => end(other) - end(one));
  return [...running, ...over];
}
