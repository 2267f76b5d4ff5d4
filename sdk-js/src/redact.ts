import { increment } from "./redact/increments";
import { node } from "./redact/nodes";
import { routeOf } from "./redact/route";
import { isNumber, number, shape, string, type Context, type Rule } from "./redact/rules";

export type { Context };

/** What leaves the redactor: an event whose data is known to be masked. */
export interface RedactedEvent {
  type: number;
  data: unknown;
  timestamp: number;
}

/** An event as rrweb emits it, or as anything else calls one. */
export interface RawEvent {
  type: number;
  data?: unknown;
  timestamp: number;
}

const href = string((address, context) => routeOf(address, context.routes));

/** What may be kept of each type of event. What is not here is dropped: custom events, plugins, assets. */
const TYPES: Readonly<Record<number, Rule>> = {
  0: () => ({}),
  1: () => ({}),
  2: shape(
    { node: (given, context) => node(given, "", context), initialOffset: shape({ top: number, left: number }) },
    ["node"],
  ),
  3: increment,
  4: shape({ href, width: number, height: number }, ["href", "width", "height"]),
};

/**
 * The one place where content is taken out of events, before anything is buffered.
 * Allow-list: what it does not know is left out and counted. It never throws.
 */
export function redact(context: Context, event: RawEvent): RedactedEvent | undefined {
  try {
    const data = TYPES[event.type]?.(event.data, context);
    if (data !== undefined && isNumber(event.timestamp)) {
      return { type: event.type, data, timestamp: Math.floor(event.timestamp) };
    }
  } catch {
    // An event that cannot be understood cannot be shown to be safe.
  }
  context.counts.dropped += 1;
  return undefined;
}
