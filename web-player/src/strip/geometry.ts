import type { Friction } from "../terms";

/** What the list says of how a recording went. */
export interface StripData {
  length_ms: number;
  /** How much happened in each of equal parts, 0 to 9. */
  activity: readonly number[];
  /** Where pages begin, in thousandths of the length. */
  pages: readonly number[];
  /** Its first markers, in thousandths of the length; without `friction` a trigger fired there. */
  markers: readonly { at: number; friction?: Friction }[];
}

/** When most happened. */
export type Shape = "none" | "start" | "middle" | "end" | "throughout";

const MOST = 9;
const SPACE = 2;

/** The picture in its own units: one path of bars, and from where to where each page reaches. */
export interface Drawing {
  bars: string;
  pages: { from: number; width: number }[];
  /** Triangles that stand on their tip, for friction, and diamonds, for triggers. */
  friction: string;
  triggers: string;
}

/** Draws activity as bars that stand on `height`, and the stretches of the pages. */
export function drawStrip(strip: StripData, width: number, height: number): Drawing {
  const step = width / Math.max(1, strip.activity.length);
  const bars = strip.activity.flatMap((activity, place) => {
    const tall = round((Math.min(MOST, Math.max(0, activity)) / MOST) * height);
    return tall === 0 ? [] : [`M${round(place * step)} ${height}v-${tall}h${round(step * 0.75)}v${tall}z`];
  });
  const [friction, triggers] = [true, false].map((isFriction) => {
    const those = strip.markers.filter((marker) => (marker.friction !== undefined) === isFriction);
    return those.map(({ at }) => drawMarker(isFriction, Math.min(width - 4, Math.max(4, (at / 1000) * width)))).join("");
  });
  return { bars: bars.join(""), pages: drawPages(strip.pages, width), friction: friction ?? "", triggers: triggers ?? "" };
}

function drawMarker(isFriction: boolean, at: number): string {
  return isFriction ? `M${round(at - 4)} 0h8l-4 7z` : `M${round(at)} 0l4 4-4 4-4-4z`;
}

function drawPages(starts: readonly number[], width: number): Drawing["pages"] {
  const places = [...new Set([0, ...starts.map((start) => Math.min(1000, Math.max(0, start)))])].sort((a, b) => a - b);
  return places.map((start, index) => {
    const next = places[index + 1];
    const from = (start / 1000) * width;
    const to = next === undefined ? width : (next / 1000) * width - SPACE;
    return { from: round(from), width: round(Math.max(1, to - from)) };
  });
}

/** Says when most happened: in one third, if it has more than half of it. */
export function findShape(activity: readonly number[]): Shape {
  const all = sum(activity);
  if (all === 0) return "none";
  const third = activity.length / 3;
  const names = ["start", "middle", "end"] as const;
  const busiest = names.find((_, place) => {
    const part = activity.filter((_, at) => Math.floor(at / third) === place);
    return sum(part) > all / 2;
  });
  return busiest ?? "throughout";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
