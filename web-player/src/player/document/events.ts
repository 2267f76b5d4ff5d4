/** As much of an rrweb event as is sure before rrweb has seen it. */
export interface RawEvent {
  type: number;
  timestamp: number;
  data: unknown;
}

const LOAD = 1;
export const FULL_SNAPSHOT = 2;
export const INCREMENTAL = 3;
const META = 4;
const CUSTOM = 5;
const LAST_TYPE = 6;

/** Reads a JSON array of events, in order of time. Bad ones are left out, so that one does not cost the rest. */
export function readEvents(json: ArrayBuffer): RawEvent[] | undefined {
  try {
    const events: unknown = JSON.parse(new TextDecoder().decode(json));
    if (!Array.isArray(events)) return undefined;
    return events.filter(isRawEvent).sort((a, b) => a.timestamp - b.timestamp);
  } catch {
    return undefined;
  }
}

/** Says whether a value has the outline of an rrweb event: all but the two of loading carry data. */
export function isRawEvent(value: unknown): value is RawEvent {
  if (typeof value !== "object" || value === null) return false;
  const { type, timestamp, data } = value as Partial<RawEvent>;
  if (typeof type !== "number" || !Number.isInteger(type) || type < 0 || type > LAST_TYPE) return false;
  const filled = type <= LOAD || (typeof data === "object" && data !== null);
  return filled && Number.isFinite(timestamp);
}

/** A full snapshot that holds at least something of a document. */
export function isSnapshot({ type, data }: RawEvent): boolean {
  const node = type === FULL_SNAPSHOT ? (data as { node?: { childNodes?: unknown } } | null)?.node : undefined;
  return Array.isArray(node?.childNodes) && node.childNodes.length > 0;
}

/** Leaves out what belongs to a page whose snapshot is not there: all before the first one and its size. */
export function fromSnapshot(events: readonly RawEvent[]): RawEvent[] {
  const at = events.findIndex(isSnapshot);
  const size = events.slice(0, at).findLastIndex(({ type }) => type === META);
  return events.slice(size === -1 ? at : size);
}

/** An event that does nothing: rrweb's clock runs no further than its last event. */
export function edgeAt(timestamp: number): RawEvent {
  return { type: CUSTOM, timestamp, data: { tag: "revoir-edge", payload: {} } };
}
