/** How times, dates and durations read, by language. Pure: the present is passed in. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What ends this soon is counted down by the second. */
export const LAST_MINUTES = 5 * MINUTE;

/** How long ago the hour of opening was. Recordings know their hour only, so nothing finer is said. */
export function formatOpened(openedHour: string, now: number, language: string): string {
  const hours = Math.max(0, Math.floor((now - Date.parse(openedHour)) / HOUR));
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return hours < 24 ? relative.format(-hours, "hour") : relative.format(-Math.floor(hours / 24), "day");
}

/** The hour of opening itself, from and to. */
export function formatOpenedExactly(openedHour: string, language: string): string {
  const start = Date.parse(openedHour);
  const format = new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return format.formatRange(start, start + HOUR);
}

/** How long ago a day was. An import knows its day only, in UTC. */
export function formatDayAgo(day: string, now: number, language: string): string {
  const days = Math.max(0, Math.floor((now - Date.parse(day)) / DAY));
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-days, "day");
}

/** The day itself. */
export function formatDay(day: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(day));
}

/** How long until something ends, in its largest whole unit; `undefined` when less than a minute is left. */
export function formatTimeLeft(end: string, now: number, language: string): string | undefined {
  const left = Date.parse(end) - now;
  if (left < MINUTE) return undefined;
  if (left < HOUR) return formatUnit(Math.floor(left / MINUTE), "minute", language);
  if (left < 2 * DAY) return formatUnit(Math.floor(left / HOUR), "hour", language);
  return formatUnit(Math.floor(left / DAY), "day", language);
}

/** A moment, to the minute. */
export function formatMoment(moment: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
  return format.format(Date.parse(moment));
}

/** A position in a recording as a clock shows it: 0:31, 12:05, 1:02:09. */
export function formatClock(ms: number): string {
  const { hours, minutes, seconds } = split(ms);
  const tail = String(seconds).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** A position in a recording as one says it: "4 minutes 12 seconds". */
export function formatSpoken(ms: number, language: string): string {
  const { hours, minutes, seconds } = split(ms);
  const parts: string[] = [];
  if (hours > 0) parts.push(formatUnit(hours, "hour", language));
  if (minutes > 0) parts.push(formatUnit(minutes, "minute", language));
  if (seconds > 0 || parts.length === 0) parts.push(formatUnit(seconds, "second", language));
  return parts.join(" ");
}

/** A length of time in symbols, which are the same in every language: 6 s, 1 min 5 s, 2 h 10 min. */
export function formatLength(ms: number): string {
  const { hours, minutes, seconds } = split(ms);
  if (hours > 0) return minutes > 0 ? `${hours}\u00a0h ${minutes}\u00a0min` : `${hours}\u00a0h`;
  if (minutes > 0) return seconds > 0 ? `${minutes}\u00a0min ${seconds}\u00a0s` : `${minutes}\u00a0min`;
  return `${seconds}\u00a0s`;
}

/** How long is left, as a countdown shows it: whole days, then hours and minutes, at last seconds. */
export function formatCountdown(leftMs: number, language: string): string {
  if (leftMs >= 2 * DAY) return formatUnit(Math.floor(leftMs / DAY), "day", language);
  return formatLength(leftMs < LAST_MINUTES ? leftMs : leftMs - (leftMs % MINUTE));
}

function split(ms: number) {
  const total = Math.max(0, Math.floor(ms / 1000));
  return { hours: Math.floor(total / 3600), minutes: Math.floor(total / 60) % 60, seconds: total % 60 };
}

function formatUnit(amount: number, unit: string, language: string): string {
  return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" }).format(amount);
}
