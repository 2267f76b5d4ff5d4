import { attributes, declared, node, property } from "./nodes";
import { boolean, css, index, isNumber, isObject, list, number, oneOf, orNull, shape, text, value, type Context, type Rule } from "./rules";

// rrweb's incremental sources; its enum would bring the whole package with it.
const MUTATION = 0;
const MOUSE_INTERACTION = 2;
const SCROLL = 3;
const INPUT = 5;

const FOCUS = 5;
const BLUR = 6;

const source = number;
const id = number;

const point = shape({ x: number, y: number, id, timeOffset: number }, ["x", "y", "id", "timeOffset"]);
const moves = shape({ source, positions: list(point) }, ["positions"]);
const rule = shape({ rule: css, index }, ["rule"]);
const range = { start: number, startOffset: number, end: number, endOffset: number };

const changed: Rule = (given, context) => {
  if (!isObject(given) || !isNumber(given.id) || !isObject(given.attributes)) return undefined;
  return { id: given.id, attributes: attributes(given.attributes, "", given.id, context) };
};

const added = shape(
  {
    parentId: number,
    previousId: orNull(number),
    nextId: orNull(number),
    node: (given, context) => node(given, "", context),
  },
  ["parentId", "node"],
);

const mutation = shape({
  source,
  texts: list(shape({ id, value: orNull(text) }, ["id", "value"])),
  attributes: list(changed),
  removes: list(shape({ parentId: number, id, isShadow: boolean }, ["parentId", "id"])),
  adds: list(added),
  isAttachIframe: boolean,
});

const NOTHING = { texts: [], attributes: [], removes: [], adds: [] };

const set: Rule = (given, context) => {
  if (!isObject(given)) return undefined;
  const fields = { property, value: orNull(declared(given.property)), priority: oneOf("", "important") };
  return shape(fields, ["property"])(given, context);
};

/** What may be kept of each source. What is not here is dropped. */
const SOURCES: Readonly<Record<number, Rule>> = {
  [MUTATION]: (given, context) => ({ ...NOTHING, ...(mutation(given, context) as object) }),
  1: moves,
  [MOUSE_INTERACTION]: shape({ source, type: number, id, x: number, y: number, pointerType: number }, ["type", "id"]),
  [SCROLL]: shape({ source, id, x: number, y: number }, ["id", "x", "y"]),
  4: shape({ source, width: number, height: number }, ["width", "height"]),
  [INPUT]: shape({ source, id, text: value, isChecked: boolean, userTriggered: boolean }, ["id", "text"]),
  6: moves,
  7: shape(
    { source, type: number, id, currentTime: number, volume: number, muted: boolean, loop: boolean, playbackRate: number },
    ["type", "id"],
  ),
  8: shape({
    source,
    id: orNull(id),
    styleId: orNull(number),
    adds: list(rule),
    removes: list(shape({ index }, ["index"])),
    replace: css,
    replaceSync: css,
  }),
  13: shape({ source, id: orNull(id), styleId: orNull(number), index, set, remove: shape({ property }, ["property"]) }),
  14: shape({ source, ranges: list(shape(range, Object.keys(range))) }, ["ranges"]),
  15: shape(
    { source, id, styleIds: list(number), styles: list(shape({ styleId: number, rules: list(rule) }, ["styleId", "rules"])) },
    ["id", "styleIds"],
  ),
};

/** Of an S1 field only focus and blur are told: nothing that shows keys, their number or their time. */
function isSecret(context: Context, data: Readonly<Record<string, unknown>>): boolean {
  if (!isNumber(data.id) || !context.secret(data.id)) return false;
  if (data.source === MOUSE_INTERACTION) return data.type !== FOCUS && data.type !== BLUR;
  return data.source === INPUT || data.source === SCROLL;
}

/** Redacts what an incremental event says; undefined when nothing of it may be told. */
export const increment: Rule = (data, context) => {
  if (!isObject(data) || !isNumber(data.source) || isSecret(context, data)) return undefined;
  return SOURCES[data.source]?.(data, context);
};
