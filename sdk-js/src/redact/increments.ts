import { editorOf } from "./editors";
import { attributes, declared, isWritten, property } from "./marks";
import { learn, node } from "./nodes";
import { boolean, index, isNumber, isObject, list, number, oneOf, orNull, shape, sheet, text, value, WITH_FONT, type Context, type Rule } from "./rules";

// rrweb's incremental sources; its enum would bring the whole package with it.
const MUTATION = 0;
const MOUSE_INTERACTION = 2;
const SCROLL = 3;
const INPUT = 5;

/** Sources that tell of one element what its visitor does there. */
const ABOUT_ONE: ReadonlySet<unknown> = new Set([MOUSE_INTERACTION, SCROLL, INPUT]);
/** By so many levels an added node stands deeper in its event than the root of a full snapshot, with some to spare. */
const ADDED = 3;
const FOCUS = 5;
const BLUR = 6;

const source = number;
const id = number;

const point = shape({ x: number, y: number, id, timeOffset: number }, ["x", "y", "id", "timeOffset"]);
const moves = shape({ source, positions: list(point) }, ["positions"]);
const rule = shape({ rule: sheet, index }, ["rule"]);

const changed: Rule = (given, context) => {
  if (!isObject(given) || !isNumber(given.id) || !isObject(given.attributes)) return undefined;
  const { id } = given;
  const live = context.page.elementOf(id);
  const owner = { tag: live?.localName.toLowerCase() ?? "", type: live?.getAttribute("type"), id };
  return { id, attributes: attributes(given.attributes, { ...owner, secret: context.page.secret(id), blocked: false, mutated: true }, context) };
};

/** A text within an S1 field is not told, and one that looks as it did is not told again. */
const changedText: Rule = (given, context) => {
  if (!isObject(given) || !isNumber(given.id)) return undefined;
  const { id } = given;
  const rule = ruleIn(context.page.elementOf(id));
  const said = context.page.secret(id) ? undefined : orNull(rule)(given.value, context);
  if (said === undefined || said === context.told.get(id)) return undefined;
  if (typeof said === "string") context.told.set(id, said);
  return { id, value: said };
};

const standing = shape({ parentId: number, previousId: orNull(number), nextId: orNull(number), node: (said) => said }, ["parentId", "node"]);

const added: Rule = (given, context) => {
  const out = standing(given, context) as { parentId: number; node: unknown } | undefined;
  if (!out) return undefined;
  const live = context.page.elementOf(out.parentId);
  const place = { parent: "", rule: ruleIn(live), secret: context.page.secret(out.parentId), depth: ADDED };
  const told = node(out.node, place, context);
  return told && { ...out, node: told };
};

const TAGS = [...WITH_FONT.keys()].join(",");

/** What becomes of a text in an element. */
function ruleIn(element: Element | undefined): Rule {
  if (editorOf(element)) return value;
  return WITH_FONT.get(element?.closest(TAGS)?.localName ?? "") ?? text;
}

const mutation = shape({
  source,
  texts: list(changedText),
  attributes: list(changed),
  removes: list(shape({ parentId: number, id, isShadow: boolean }, ["parentId", "id"])),
  adds: list(added),
  isAttachIframe: boolean,
});

/** Sheets that are added name what comes and changes with them too. */
function learnAdded(given: unknown, { page }: Context): void {
  if (!isObject(given) || !Array.isArray(given.adds)) return;
  for (const entry of given.adds) if (isObject(entry)) learn(entry.node, ADDED, page.styles);
}

const NOTHING = { texts: [], attributes: [], removes: [], adds: [] };

const set: Rule = (given, context) => {
  if (!isObject(given)) return undefined;
  const fields = { property, value: orNull(declared(given.property)), priority: oneOf("", "important") };
  return shape(fields, ["property"])(given, context);
};

/** What may be kept of each source. What is not here is dropped. */
const SOURCES: Readonly<Record<number, Rule>> = {
  [MUTATION]: (given, context) => {
    learnAdded(given, context);
    return { ...NOTHING, ...(mutation(given, context) as object) };
  },
  1: moves,
  [MOUSE_INTERACTION]: shape({ source, type: number, id, x: number, y: number, pointerType: number }, ["type", "id"]),
  [SCROLL]: shape({ source, id, x: number, y: number }, ["id", "x", "y"]),
  4: shape({ source, width: number, height: number }, ["width", "height"]),
  [INPUT]: shape({ source, id, text: value, isChecked: boolean, userTriggered: boolean }, ["id", "text"]),
  6: moves,
  8: shape({
    source,
    id: orNull(id),
    styleId: orNull(number),
    adds: list(rule),
    removes: list(shape({ index }, ["index"])),
    replace: sheet,
    replaceSync: sheet,
  }),
  13: shape({ source, id: orNull(id), styleId: orNull(number), index, set, remove: shape({ property }, ["property"]) }),
  15: shape(
    { source, id, styleIds: list(number), styles: list(shape({ styleId: number, rules: list(rule) }, ["styleId", "rules"])) },
    ["id", "styleIds"],
  ),
};

/**
 * Of an S1 field only focus and blur are told: nothing that shows keys, their number or their time. How far any field
 * is scrolled shows how much is written in it.
 */
function isSecret(context: Context, data: Readonly<Record<string, unknown>>): boolean {
  if (data.source === SCROLL && isNumber(data.id) && isWritten(context.page.elementOf(data.id)?.localName)) return true;
  if (data.source === MOUSE_INTERACTION && (data.type === FOCUS || data.type === BLUR)) return false;
  return ABOUT_ONE.has(data.source) && isNumber(data.id) && context.page.secret(data.id);
}

/** Redacts what an incremental event says; undefined when nothing of it may be told. */
export const increment: Rule = (data, context) => {
  if (!isObject(data) || !isNumber(data.source) || isSecret(context, data)) return undefined;
  return SOURCES[data.source]?.(data, context);
};
