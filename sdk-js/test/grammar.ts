import { readVectors } from "./vectors";
import { WORDS } from "./facts";

// An independent reading of the eight kinds of tokens in `tests/vectors/README.md`.
const NAME = "c[1-9]\\d{0,6}";
const fields = readVectors<{ attributes: Record<string, unknown> }>("fields.json").attributes;
const attributes = Object.values(fields).flatMap((names) => (Array.isArray(names) ? (names as string[]) : Object.keys(names as object)));
const known = new Set(
  [...["properties", "words", "values", "functions", "pseudos", "elements", "at_rules"].flatMap((list) => WORDS[list] ?? []), ...attributes].map(
    (word) => word.toLowerCase(),
  ),
);
const units = new Set(WORDS.units);
const rules = new Set(WORDS.at_rules);
const words = new Set(WORDS.words);

const isName = (text: string): boolean => new RegExp(`^(?:x-|--)?${NAME}$`).test(text);

function isString(content: string): boolean {
  if (/^[*\p{White_Space}]*$/u.test(content)) return true;
  return content.split(/[ \t\n\r\f]+/).every((word) => words.has(word.toLowerCase()) || /^\.*$/.test(word) || isName(word));
}

const KINDS: readonly (readonly [RegExp, (found: RegExpExecArray) => boolean])[] = [
  [/\/\*[^]*?(?:\*\/|$)/y, ([text]) => text === "/**/" || text === "/* rr_split */"],
  [/"([^"\\\n\r\f]*)"/y, ([, content = ""]) => isString(content)],
  [/(?:url|url-prefix|src|domain|expression)\([^)]*\)?/iy, ([text]) => new RegExp(`^url\\((#${NAME})?\\)$`).test(text)],
  [/\.(-?[A-Za-z_][\w-]*)/y, ([, name = ""]) => new RegExp(`^${NAME}$`).test(name)],
  [/[+-]?(?:(\d*)(\.\d+)|(\d+))(e[+-]?\d{1,2})?(%|-?[a-z_][\w-]*)?/iy, ([, a = "", part = "", b = "", , unit]) => (a || b).length <= 7 && part.length <= 11 && (unit === undefined || units.has(unit.toLowerCase()))],
  [/(?:--|-?[A-Za-z_\u0080-\uffff])[\w\u0080-\uffff-]*/y, ([text]) => known.has(text.toLowerCase()) || isName(text)],
  [/#([\w-]+)/y, ([, text = ""]) => /^(?:[\da-f]{3,4}){1,2}$/i.test(text) || new RegExp(`^${NAME}$`).test(text)],
  [/@([\w-]+)/y, ([, text = ""]) => rules.has(text)],
  [/[ \t\n\r\f]+|<(?=[ \t\n\r\f=])|[{}()[\]:;,>+~*&|!/%=.\-^$?]/y, () => true],
];

/** What is no token of the contract, with what follows it; undefined where all is. */
export function faultOf(css: string): string | undefined {
  for (let at = 0; at < css.length; ) {
    let end = at;
    for (const [kind, isFit] of KINDS) {
      kind.lastIndex = at;
      const found = kind.exec(css);
      if (!found) continue;
      if (!isFit(found)) return css.slice(at, at + 60);
      end = at + found[0].length;
      break;
    }
    if (end === at) return css.slice(at, at + 60);
    at = end;
  }
  return undefined;
}
