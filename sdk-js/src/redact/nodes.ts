import { kindOf, LINKS, WORDS, type Kind } from "./attributes";
import { scrubCustomValue } from "./properties";
import { scrubCss } from "./css";
import { boolean, css, isNumber, isObject, number, oneOf, orNull, shape, string, text, value, type Context, type Rule } from "./rules";

// rrweb's node types; its enum would bring the whole package with it.
const DOCUMENT = 0;
const DOCTYPE = 1;
const ELEMENT = 2;
const TEXT = 3;
const CDATA = 4;
const COMMENT = 5;

const NAME = /^[a-zA-Z][a-zA-Z0-9:-]{0,63}$/;
const MANY_DIGITS = /(?:\d\D*){9}/;
const PROPERTY = /^(?!(?:behavior|-moz-binding)$)[a-z_-][\w-]{0,63}$/i;
const LENGTH = /^(?=.{1,32}$)\d+(\.\d+)?px$/;
const FIELDS = ["input", "textarea", "select"];
const STRUCTURE_BYTES = 4096;

const isName = (given: string): boolean => NAME.test(given) && !MANY_DIGITS.test(given);
const isProperty = (given: string): boolean => PROPERTY.test(given) && !MANY_DIGITS.test(given);

function isStructure(given: string): boolean {
  if (/[^\P{Cc}\t\n\r]/u.test(given)) return false;
  return given.length * 3 <= STRUCTURE_BYTES || new TextEncoder().encode(given).length <= STRUCTURE_BYTES;
}

const RULES: Readonly<Record<Exclude<Kind, "word">, Rule>> = {
  structural: (given) => (typeof given === "boolean" || (typeof given === "string" && isStructure(given)) ? given : undefined),
  textual: text,
  value,
  css,
  number,
  length: (given) => (isNumber(given) || (typeof given === "string" && LENGTH.test(given)) ? given : undefined),
  boolean,
};

const link = string(() => "#");

/** The name of a CSS property that may be told. */
export const property: Rule = (given) => (typeof given === "string" && isProperty(given) ? given : undefined);

/** The value of the property of this name: in a custom one nothing but known words stays. */
export function declared(name: unknown): Rule {
  const isCustom = typeof name === "string" && name.startsWith("--");
  return isCustom ? string((given) => scrubCustomValue(scrubCss(given))) : css;
}

/** The changed properties of a style attribute, as rrweb tells them in a mutation. */
const changes: Rule = (given, context) => {
  if (!isObject(given)) return undefined;
  const out: Record<string, unknown> = {};
  for (const [name, change] of Object.entries(given)) {
    if (!isProperty(name)) continue;
    const [said, priority] = Array.isArray(change) ? (change as unknown[]) : [change, ""];
    if (priority !== "" && priority !== "important") continue;
    const kept = said === false && said === change ? false : declared(name)(said, context);
    if (kept !== undefined) out[name] = Array.isArray(change) ? [kept, priority] : kept;
  }
  return out;
};

function attribute(name: string, given: unknown, tag: string, context: Context): unknown {
  if (name === "href") return LINKS.includes(tag) ? orNull(link)(given, context) : undefined;
  const kind = kindOf(name);
  if (kind === undefined) return undefined;
  if (given === null) return null;
  if (kind === "word") return oneOf(...(WORDS[name] ?? []))(given, context);
  if (name === "style" && isObject(given)) return changes(given, context);
  return RULES[kind](given, context);
}

/** Keeps the attributes of the allow-list. In a mutation the tag is not known. The value of an S1 field is never told. */
export function attributes(given: unknown, tag: string, id: unknown, context: Context): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  if (!isObject(given)) return out;
  // Asked of every field, so that one whose type is toggled later is remembered.
  const isSecret = (tag === "" || FIELDS.includes(tag)) && isNumber(id) && context.secret(id);
  for (const [name, said] of Object.entries(given)) {
    if (name === "value" && isSecret) continue;
    const kept = said === undefined ? undefined : attribute(name, said, tag, context);
    if (kept !== undefined) out[name] = kept;
  }
  return out;
}

/** What could run is made inert in place, so that later mutations still fit. */
const tagName = string((given) => {
  if (!isName(given)) return "div";
  return /(^|:)script$/i.test(given) ? "noscript" : given;
});
const doctypeName = string((given) => (isName(given) ? given : "html"));
const emptied = string(() => "");

/** Where a node stands and what it is. */
const common = { id: number, rootId: number, isShadow: boolean, isShadowHost: boolean };
const PLACES: Readonly<Record<number, Rule>> = {
  [DOCUMENT]: shape({ ...common, compatMode: oneOf("BackCompat", "CSS1Compat") }),
  [DOCTYPE]: shape({ ...common, name: doctypeName, publicId: emptied, systemId: emptied }),
  [ELEMENT]: shape({ ...common, tagName, isSVG: boolean, isCustom: boolean, needBlock: boolean }),
};
const ANYWHERE = shape(common);
const LACKING: Readonly<Record<number, object>> = {
  [DOCTYPE]: { name: "html", publicId: "", systemId: "" },
  [ELEMENT]: { tagName: "div" },
};

function children(given: unknown, parent: string, context: Context): unknown[] {
  if (!Array.isArray(given)) return [];
  return given.map((child) => node(child, parent, context)).filter((child) => child !== undefined);
}

/** Redacts a node and all below it; `parent` is the tag that it stands in, if that is known. */
export function node(given: unknown, parent: string, context: Context): object | undefined {
  if (!isObject(given)) return undefined;
  const type = given.type as number;
  const place = { type, ...LACKING[type], ...((PLACES[type] ?? ANYWHERE)(given, context) as object) };
  switch (type) {
    case DOCUMENT:
      return { ...place, childNodes: children(given.childNodes, "", context) };
    case DOCTYPE:
      return place;
    case ELEMENT: {
      const tag = typeof given.tagName === "string" ? given.tagName.toLowerCase() : "";
      return {
        ...place,
        attributes: attributes(given.attributes, tag, given.id, context),
        childNodes: children(given.childNodes, tag, context),
      };
    }
    case TEXT: {
      const isStyle = parent === "style";
      const content = (isStyle ? css : text)(given.textContent, context) ?? "";
      const mark = isStyle && typeof given.isStyle === "boolean" ? { isStyle: given.isStyle } : {};
      return { ...place, textContent: content, ...mark };
    }
    case CDATA:
    case COMMENT:
      return { ...place, textContent: text(given.textContent, context) ?? "" };
    default:
      return { ...(ANYWHERE(given, context) as object), type: COMMENT, textContent: "" };
  }
}
