import { increment } from "./redact/increments";
import { learn, node } from "./redact/nodes";
import { routeOf } from "./redact/route";
import { isNumber, number, oneOf, shape, string, text, type Context, type Rule } from "./redact/rules";

export { contextOf, type Context, type Page } from "./redact/rules";

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

const href = string("address", (address, context) => routeOf(address, context.routes));
/** What the recorder itself tells of a page. */
const sign = shape({ tag: oneOf("revoir.sign"), payload: shape({ kind: oneOf("javascript_error", "unhandled_rejection", "failed_request") }, ["kind"]) }, ["tag", "payload"]);
const ROOT = { parent: "", rule: text, secret: false, depth: 0 };

/** All names are numbered by the sheets of the page before the first node that carries one is redacted. */
const picture: Rule = (given, context) => {
  learn(given, 0, context.page.styles);
  context.told.clear();
  return node(given, ROOT, context);
};

/** What may be kept of each type of event. What is not here is dropped: other custom events, plugins, assets. */
const TYPES: Readonly<Record<number, Rule>> = {
  0: () => ({}),
  1: () => ({}),
  2: shape({ node: picture, initialOffset: shape({ top: number, left: number }) }, ["node"]),
  3: increment,
  4: shape({ href, width: number, height: number }, ["href", "width", "height"]),
  5: sign,
};

/**
 * The one place where content is taken out of events, before anything is buffered.
 * Allow-list: what it does not know is left out and counted. It never throws.
 */
export function redact(context: Context, event: RawEvent): RedactedEvent | undefined {
  const { masked, left } = context.counts;
  try {
    const data = TYPES[event.type]?.(event.data, context);
    if (data !== undefined && isNumber(event.timestamp)) {
      context.page.tell?.("event", String(event.type));
      return { type: event.type, data, timestamp: Math.floor(event.timestamp) };
    }
  } catch {
    // An event that cannot be understood cannot be shown to be safe.
  }
  context.counts.dropped += 1;
  Object.assign(context.counts, { masked, left });
  return undefined;
}
