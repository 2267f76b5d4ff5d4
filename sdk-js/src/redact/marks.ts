import { DRAWN, kindOf, LINKS, WORDS, type Kind } from "./attributes";
import { scrubDeclarations, scrubProperty, scrubSheet, scrubValue, type Styles } from "./css";
import { isNumber, isObject, kept, number, oneOf, string, text, value, type Context, type Rule } from "./rules";

const LENGTH = /^(?=.{1,32}$)\d+(\.\d+)?px$/;
const PATH = /^[MmLlHhVvCcSsQqTtAaZzEe\d.,+\- \t\n\r\f]{0,65536}$/;
/** In geometry a letter stands beside another only where a line goes on after it was closed; `Celeste` is none. */
const LETTERS = /[a-y][a-z]|z[a-ln-y]/i;
const LONG_NUMBER = /(?:^|[^.\d])\d{8}/;
const FIELDS = /^(?:input|textarea|select|option|button|)$/;
const BUTTON = /^(?:submit|button|reset)$/i;
/** What shows what was chosen in an S1 field. */
const CHOSEN = /^(?:value|checked|selected|label)$/;
const SCROLLED = /^rr_scroll/;
/** All that is told of an element that is blocked. */
const OF_BLOCKED = /^(?:class|rr_width|rr_height)$/;

/** The element that attributes belong to, as far as it is known. */
export interface Owner {
  /** In lower case; empty where it is not known. */
  tag: string;
  type: unknown;
  id: unknown;
  /** An S1 field, or within one. */
  secret: boolean;
  /** Of which nothing is told but its size. */
  blocked: boolean;
  /** Whether these attributes are those that have changed. */
  mutated: boolean;
}

/** Whether an element of this tag is a field that is written in. */
export const isWritten = (tag: string | undefined): boolean => tag === "input" || tag === "textarea";

type Fields = Readonly<Record<string, unknown>>;

const style = string("css", (given, { page: { styles } }) => scrubDeclarations(given, styles));

/** The value of the property of this name. */
export function declared(property: unknown): Rule {
  const name = String(property).toLowerCase();
  return string("css", (given, { page: { styles } }) => scrubValue(name, given, styles));
}

/** The name of a property. */
export const property: Rule = (given, context) => {
  if (typeof given !== "string") return undefined;
  const name = scrubProperty(given, context.page.styles);
  return name === undefined ? undefined : kept("css", given, name, context);
};

/** The changed properties of a style attribute, as rrweb tells them in a mutation. */
function changes(given: Fields, context: Context): object {
  const out: Record<string, unknown> = {};
  for (const [name, change] of Object.entries(given)) {
    const known = scrubProperty(name, context.page.styles);
    const [said, priority] = Array.isArray(change) ? (change as unknown[]) : [change, ""];
    const isKnown = known !== undefined && (priority === "" || priority === "important");
    const after = !isKnown ? undefined : said === false && said === change ? false : declared(name)(said, context);
    if (after === undefined || known === undefined) context.counts.left += 1;
    else {
      context.page.tell?.("css", known);
      if (priority !== "") context.page.tell?.("plain word", "important");
      out[known] = Array.isArray(change) ? [after, priority] : after;
    }
  }
  return out;
}

function isPath(given: string): boolean {
  return PATH.test(given) && !LONG_NUMBER.test(given) && !LETTERS.test(given);
}

const RULES: Readonly<Record<Exclude<Kind, "word" | "plain" | "names">, Rule>> = {
  text,
  value,
  css: style,
  path: (given, context) => (typeof given === "string" && isPath(given) ? kept("path", given, given, context) : undefined),
  number,
  length: (given, context) =>
    isNumber(given) ? given : typeof given === "string" && LENGTH.test(given) ? kept("length", given, given, context) : undefined,
};

function plain(name: string, given: unknown, context: Context): unknown {
  if (typeof given === "boolean") return given;
  if (typeof given !== "string") return undefined;
  return kept("plain word", given, scrubValue(`@${name}`, given, context.page.styles), context);
}

/** Names that no sheet uses are none; where they have changed, that there are none is told. */
function namesOf(given: unknown, { mutated }: Owner, context: Context): string | undefined {
  if (typeof given !== "string") return undefined;
  const known = context.page.styles.names.keep(given);
  return known === "" && given !== "" && !mutated ? undefined : kept("name", given, known, context);
}

/** Where an address leads: to a part of the page that is drawn here, or nowhere. */
function reference(given: unknown, { tag, mutated }: Owner, context: Context): unknown {
  const isLink = LINKS.includes(tag);
  if (!isLink && !DRAWN.includes(tag) && tag !== "") return undefined;
  if (given === null) return null;
  if (typeof given !== "string") return undefined;
  const name = given.startsWith("#") ? context.page.styles.names.keep(given.slice(1)) : "";
  if (/^c\d+$/.test(name)) return kept("name", given, `#${name}`, context);
  return isLink && !mutated ? kept("address", given, "#", context) : undefined;
}

/** A button shows its value; any other element but a field has none to show. */
function valueOf(given: unknown, { tag, type }: Owner, context: Context): unknown {
  if (!FIELDS.test(tag)) return undefined;
  return tag === "input" && typeof type === "string" && BUTTON.test(type) ? text(given, context) : value(given, context);
}

function attribute(name: string, given: unknown, owner: Owner, context: Context): unknown {
  if (name === "href" || name === "xlink:href") return reference(given, owner, context);
  const kind = kindOf(name);
  if (kind === undefined) return undefined;
  if (given === null) return null;
  if (kind === "plain") return plain(name, given, context);
  if (kind === "names") return namesOf(given, owner, context);
  if (kind === "word") return oneOf(...(WORDS[name] ?? []))(given, context);
  if (kind === "value") return valueOf(given, owner, context);
  if (name === "style" && isObject(given)) return changes(given, context);
  if (name === "_cssText") return typeof given === "string" ? kept("css", given, scrubSheet(given, context.page.styles), context) : undefined;
  return RULES[kind](given, context);
}

/** Keeps the attributes of the allow-list, and adds the classes of the patterns that the element fits. */
export function attributes(given: Fields, owner: Owner, context: Context): Record<string, unknown> {
  const { secret, blocked } = owner;
  const out: Record<string, unknown> = {};
  for (const name in given) {
    const said = given[name];
    if (said === undefined) continue;
    const isTold = !(secret && CHOSEN.test(name)) && !(isWritten(owner.tag) && SCROLLED.test(name)) && (!blocked || OF_BLOCKED.test(name));
    const after = isTold ? attribute(name, said, owner, context) : undefined;
    if (after === undefined) context.counts.left += 1;
    else out[name] = after;
  }
  const classes = classOf(given, owner, context)?.join(" ");
  // It was the page that was asked what it fits: nothing was masked.
  if (classes !== undefined) out.class = kept("name", classes, classes, context);
  return out;
}

/** The classes of the element that patterns give it, in a mutation with those that it has. */
function classOf(given: Fields, { id, blocked, mutated }: Owner, context: Context): string[] | undefined {
  const { names } = context.page.styles;
  const said = Object.keys(given);
  const live = (blocked || mutated) && isNumber(id) ? context.page.elementOf(id) : undefined;
  if (mutated && !said.some((name) => name === "class" || names.asks(name))) return undefined;
  // Of a blocked element the event does not say all attributes, and a mutation says those that have changed.
  const all = live ? live.getAttributeNames() : said;
  const read = (name: string): unknown => (live ? live.getAttribute(name) : given[name]);
  const own = read("class");
  const kept = typeof own === "string" ? names.keep(own) : "";
  const fitting = all.some(names.asks) ? names.fitting(all, read) : [];
  if (fitting.length === 0 && !(mutated && live)) return undefined;
  return kept ? [kept, ...fitting] : fitting;
}

/** Numbers the names that these attributes use: sheets, references of drawings. */
export function namesIn(given: Fields, tagName: unknown, styles: Styles): void {
  const { _cssText: css } = given;
  if (typeof css === "string") scrubSheet(css, styles);
  const tag = typeof tagName === "string" ? tagName.toLowerCase() : "";
  for (const name in given) {
    const said = given[name];
    if (typeof said !== "string" || !said.includes("#")) continue;
    if (DRAWN.includes(tag) && name.endsWith("href") && said.startsWith("#") && said.length > 1) styles.names.use(said.slice(1));
    else if (said.includes("url(") && kindOf(name) === "plain") scrubValue(`@${name}`, said, styles);
    else if (said.includes("url(") && name === "style") scrubDeclarations(said, styles);
  }
}
