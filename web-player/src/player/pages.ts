/** One page of a recording: when it began and on which route. */
export interface PageStart {
  ms: number;
  route: string;
}

/** As much of an rrweb event as is sure before rrweb has seen it. */
export interface RawEvent {
  type: number;
  timestamp: number;
  data: unknown;
}

const LOAD = 1;
const META = 4;
const LAST_TYPE = 6;

/** Says whether a value has the outline of an rrweb event: all but the two of loading carry data. */
export function isRawEvent(value: unknown): value is RawEvent {
  if (typeof value !== "object" || value === null) return false;
  const { type, timestamp, data } = value as Partial<RawEvent>;
  if (typeof type !== "number" || !Number.isInteger(type) || type < 0 || type > LAST_TYPE) return false;
  const filled = type <= LOAD || (typeof data === "object" && data !== null);
  return filled && Number.isFinite(timestamp);
}

/** Lists the pages of a recording, told by its meta events, in order; a reload of the same route is a page too. */
export function pageStarts(events: readonly RawEvent[]): PageStart[] {
  const first = events.reduce((least, event) => Math.min(least, event.timestamp), Number.POSITIVE_INFINITY);
  return events
    .flatMap((event) => {
      const href = event.type === META ? readHref(event.data) : undefined;
      return href === undefined ? [] : [{ ms: event.timestamp - first, route: routeOf(href) }];
    })
    .sort((a, b) => a.ms - b.ms);
}

/** The page that is shown at a moment. */
export function pageAt(pages: readonly PageStart[], ms: number): PageStart | undefined {
  return pages.findLast((page) => page.ms <= ms) ?? pages[0];
}

function readHref(data: unknown): string | undefined {
  if (typeof data !== "object" || data === null || !("href" in data)) return undefined;
  return typeof data.href === "string" ? data.href : undefined;
}

/** The path of an address, without query and hash; what is no address is shown as it stands. */
function routeOf(href: string): string {
  try {
    return decodeURI(new URL(href, "http://page.invalid").pathname);
  } catch {
    return href;
  }
}
