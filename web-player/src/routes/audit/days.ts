/** Some of one day, newest first: at least one. */
export interface OfDay<T> {
  day: string;
  of: [T, ...T[]];
}

/** Cuts what stands in an order of time into the days of the clock on the wall. A day may come again, if a clock was set back. */
export function byDay<T extends { at: string }>(all: readonly T[]): OfDay<T>[] {
  const days: OfDay<T>[] = [];
  for (const one of all) {
    const day = new Date(one.at).toDateString();
    const last = days.at(-1);
    if (last?.day === day) last.of.push(one);
    else days.push({ day, of: [one] });
  }
  return days;
}

/** A day with its name: Sunday, 22 November 2026. */
export function formatWholeDay(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "full" }).format(Date.parse(at));
}

/** A time of the day, to the second. */
export function formatTime(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, { timeStyle: "medium", hourCycle: "h23" }).format(Date.parse(at));
}
