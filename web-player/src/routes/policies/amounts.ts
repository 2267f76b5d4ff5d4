/** Shares, times and paragraphs as people say them, and as small pictures need them. Pure. */

const HOUR = 60;
const DAY = 24 * HOUR;

export type TimeUnit = "minute" | "hour" | "day";

/** Minutes in the largest unit that says them whole; days from two days on. */
export function splitMinutes(minutes: number): { amount: number; unit: TimeUnit } {
  if (minutes >= 2 * DAY && minutes % DAY === 0) return { amount: minutes / DAY, unit: "day" };
  if (minutes > 0 && minutes % HOUR === 0) return { amount: minutes / HOUR, unit: "hour" };
  return { amount: minutes, unit: "minute" };
}

export function toMinutes(amount: number, unit: TimeUnit): number {
  return amount * (unit === "day" ? DAY : unit === "hour" ? HOUR : 1);
}

/** A length of time in words: 30 days, 4 hours, 90 minutes. */
export function sayMinutes(minutes: number, language: string): string {
  const { amount, unit } = splitMinutes(minutes);
  return sayUnit(amount, unit, language);
}

/** The minutes that a judgement says: `183 d`, `4 h`, `90 min`. */
export function readJudged(text: string): number | undefined {
  const [, amount, unit] = /^(\d+) (d|h|min)$/.exec(text) ?? [];
  return amount === undefined ? undefined : toMinutes(Number(amount), unit === "d" ? "day" : unit === "h" ? "hour" : "minute");
}

export function saySeconds(seconds: number, language: string): string {
  return seconds >= 120 && seconds % 60 === 0 ? sayUnit(seconds / 60, "minute", language) : sayUnit(seconds, "second", language);
}

/** Seconds and parts of one. */
export function sayParts(seconds: number, language: string): string {
  return sayUnit(seconds, "second", language);
}

function sayUnit(amount: number, unit: string, language: string): string {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}

export function sayShare(rate: number, language: string): string {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 4 }).format(rate);
}

/** How a share of visits is best said: none, all, one in so many, or a percentage. */
export function readShare(rate: number): { as: "none" | "all" | "oneIn" | "percent"; count: number } {
  if (rate <= 0) return { as: "none", count: 0 };
  if (rate >= 1) return { as: "all", count: 1 };
  const count = Math.round(1 / rate);
  return count > 1 && Math.abs(rate * count - 1) < 1e-9 ? { as: "oneIn", count } : { as: "percent", count };
}

/** How many dots of so many stand for a share: at least one where anything is collected, and never all unless all is. */
export function dotsOf(rate: number, of: number): number {
  if (rate <= 0) return 0;
  if (rate >= 1) return of;
  return Math.min(of - 1, Math.max(1, Math.round(rate * of)));
}

/** Where a strip for a length of time ends: what is chosen, and up to where it is accepted, in hundredths of its width. */
export function stripOf(chosen: number, accepted: number): { within: number; beyond: number; accepted: number } {
  const whole = Math.max(chosen, accepted, 1);
  const part = (minutes: number) => (minutes / whole) * 100;
  return {
    within: part(Math.min(chosen, accepted)),
    beyond: part(Math.max(0, chosen - accepted)),
    accepted: part(accepted),
  };
}

/** The number that a text says, with point or comma; `undefined` where it says none. */
export function readNumber(text: string): number | undefined {
  const plain = text.trim().replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

/** A year from a day, as YYYY-MM-DD. */
export function inAYear(now: number): string {
  const day = new Date(now);
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.toISOString().slice(0, 10);
}
