import type { Volumes } from "../../api/policies";

export type Series = "kept" | "discarded" | "expired";
export const SERIES: readonly Series[] = ["kept", "discarded", "expired"];

/** One series of days: how much in all, and the day with most. */
export interface Drawn {
  total: number;
  most: number;
  on: string | undefined;
  /** Its bars, as one path. */
  bars: string;
}

/** Draws one series as bars of one scale with the others; what is not nothing is seen. */
export function drawSeries(days: Volumes["days"], series: Series, width: number, height: number): Drawn {
  const counts = days.map((day) => day[series]);
  const top = Math.max(1, ...days.flatMap((day) => SERIES.map((each) => day[each])));
  const step = width / Math.max(1, days.length);
  const most = Math.max(0, ...counts);
  const bars = counts.flatMap((count, place) => {
    if (count === 0) return [];
    const tall = round(Math.max(2, (count / top) * height));
    return [`M${round(place * step)} ${height}v-${tall}h${round(step * 0.7)}v${tall}z`];
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  return { total, most, on: most > 0 ? days[counts.indexOf(most)]?.day : undefined, bars: bars.join("") };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
