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
