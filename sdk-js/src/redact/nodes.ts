import { isEditable } from "./editors";
import { attributes, namesIn } from "./marks";
import { scrubSheet, type Styles } from "./css";
import { tagOf } from "./tags";
import { boolean, isNumber, isObject, kept, number, oneOf, sheet, string, text, value, WITH_FONT, type Context, type Rule } from "./rules";

// rrweb's node types; its enum would bring the whole package with it.
const DOCUMENT = 0;
const DOCTYPE = 1;
const ELEMENT = 2;
const TEXT = 3;
const CDATA = 4;
const COMMENT = 5;

/** Deeper than this the server reads no JSON (`limits::DEPTH`): an event, its data, and two brackets a node. */
const DEPTH = 250;

/** Where a node stands. */
export interface Place {
  /** The tag of its parent, in lower case; empty if that is not known. */
  parent: string;
  /** What becomes of a text there: a value in a field or where the page can be edited, code, or a text. */
  rule: Rule;
  /** Whether it is in an S1 field. */
  secret: boolean;
  depth: number;
}

const emptied = string("address", () => "");
const html = string("name", () => "html");
const compatMode = oneOf("BackCompat", "CSS1Compat");

const MARKS: Readonly<Record<string, Rule>> = { rootId: number, isShadow: boolean, isShadowHost: boolean };
const ELEMENT_MARKS: Readonly<Record<string, Rule>> = { ...MARKS, isSVG: boolean, isCustom: boolean, needBlock: boolean };
/** What is read apart from the marks. */
const READ = new Set(["type", "id", "childNodes", "attributes", "tagName", "textContent", "name", "publicId", "systemId", "isStyle", "compatMode"]);

function mark(out: Record<string, unknown>, given: Readonly<Record<string, unknown>>, rules: Readonly<Record<string, Rule>>, context: Context): void {
  for (const name in given) {
    if (given[name] === undefined || READ.has(name)) continue;
    const said = Object.hasOwn(rules, name) ? rules[name]?.(given[name], context) : undefined;
    if (said === undefined) context.counts.left += 1;
    else out[name] = said;
  }
}

function children(given: unknown, place: Place, context: Context): unknown[] {
  if (!Array.isArray(given) || given.length === 0) return [];
  if (place.depth > DEPTH) {
    context.counts.cut += given.length;
    return [];
  }
  const out: unknown[] = [];
  for (const child of given) {
    const said = node(child, place, context);
    if (said !== undefined) out.push(said);
  }
  return out;
}

function element(out: Record<string, unknown>, given: Readonly<Record<string, unknown>>, place: Place, context: Context): void {
  mark(out, given, ELEMENT_MARKS, context);
  const said = typeof given.tagName === "string" ? given.tagName : "";
  const { name: tag, told, rule: why, isField } = tagOf(said, context.page.styles);
  const marks = isObject(given.attributes) ? given.attributes : {};
  const secret = place.secret || ((isField || marks.contenteditable !== undefined) && isNumber(given.id) && context.page.secret(given.id));
  const editable = tag === "textarea" || isEditable(marks.contenteditable);
  out.tagName = said === "" ? told : kept(why, said, told, context);
  out.attributes = attributes(marks, { tag, type: marks.type, id: given.id, secret, blocked: given.needBlock === true || "rr_width" in marks, mutated: false }, context);
  const own = WITH_FONT.get(tag);
  const inherited = place.rule === value ? value : (own ?? place.rule);
  const rule = editable === undefined ? inherited : editable ? value : (own ?? (place.rule === value ? text : place.rule));
  out.childNodes = children(given.childNodes, { parent: tag, rule, secret, depth: place.depth + 1 }, context);
}

function textNode(out: Record<string, unknown>, given: Readonly<Record<string, unknown>>, place: Place, context: Context): void {
  const isStyle = place.parent === "style" && given.type === TEXT;
  const rule = isStyle ? sheet : place.rule;
  const said = place.secret ? "" : ((rule(given.textContent, context) ?? "") as string);
  out.textContent = said;
  if (isStyle && typeof given.isStyle === "boolean") out.isStyle = given.isStyle;
  if (place.rule === value && isNumber(given.id)) context.told.set(given.id, said);
}

/** Redacts a node and all below it. */
export function node(given: unknown, place: Place, context: Context): object | undefined {
  if (!isObject(given)) return undefined;
  const out: Record<string, unknown> = { type: given.type };
  if (isNumber(given.id)) out.id = given.id;
  if (given.type === ELEMENT) {
    element(out, given, place, context);
    return out;
  }
  mark(out, given, MARKS, context);
  switch (given.type) {
    case DOCUMENT: {
      const mode = compatMode(given.compatMode, context);
      if (mode !== undefined) out.compatMode = mode;
      out.childNodes = children(given.childNodes, { ...place, parent: "", depth: place.depth + 1 }, context);
      break;
    }
    case DOCTYPE:
      out.name = html(given.name, context) ?? "html";
      out.publicId = emptied(given.publicId, context) ?? "";
      out.systemId = emptied(given.systemId, context) ?? "";
      break;
    case TEXT:
    case CDATA:
    case COMMENT:
      textNode(out, given, place, context);
      break;
    default:
      out.type = COMMENT;
      out.textContent = "";
  }
  return out;
}

/** Numbers the names that the sheets and drawings in a tree use, before any node of it is redacted. */
export function learn(given: unknown, depth: number, styles: Styles): void {
  if (!isObject(given) || depth > DEPTH) return;
  const { attributes: marks, tagName, childNodes } = given;
  if (isObject(marks)) namesIn(marks, tagName, styles);
  if (!Array.isArray(childNodes)) return;
  const isStyle = typeof tagName === "string" && /^style$/i.test(tagName);
  for (const child of childNodes) {
    if (!isObject(child) || child.type !== TEXT) learn(child, depth + 1, styles);
    else if (isStyle && typeof child.textContent === "string") scrubSheet(child.textContent, styles);
  }
}
