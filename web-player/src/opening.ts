import type { Recording } from "./api";
import { formatDay, formatDayAgo, formatOpened, formatOpenedExactly } from "./format";

/** When a recording was opened, as exactly as is known: its hour, or its day where it was imported. */
export function describeOpening({ imported, opened_hour: opened }: Recording, now: number, language: string) {
  return imported
    ? { ago: formatDayAgo(opened, now, language), exact: formatDay(opened, language) }
    : { ago: formatOpened(opened, now, language), exact: formatOpenedExactly(opened, language) };
}
