import { kindOf } from "./attributes";
import { scrubProperties } from "./properties";
import { CSS_VALUES } from "./words";

/** rrweb's own mark between the text nodes of one style element; the player needs it exactly. */
const SPLIT = "/* rr_split */";
/** What can begin something that carries words or addresses; all between is copied. */
const SPECIAL = /[/"'\\(=@<]/g;
const ADDRESS = /(?:url-prefix|expression|domain|url|src)$/i;
/** Letters with which neither an address function nor an escaped form of it ends: a quick no for `var(` and its like. */
const NO_ADDRESS = /[abdf-kmo-wyz]/i;
const ADDRESS_LENGTH = "expression".length;
const SPACE = /[ \t\n\r\f]/;
const LINE_END = /[\n\r\f]/;
const NAME_CHAR = /[\w\-\u0080-\uffff]/;
/** The name of an attribute that a selector asks for, up to its sign. */
const ASKED = /(?:^|[^\\])\[(?!class|id)([\w-]+)[~|^$*]?$/;
/** A word that ends a selector of an attribute, quoted or not. */
const WORD = /(["']?)([a-z-]+)\1(?=[ \t\n\r\f]*(?:[isx][ \t\n\r\f]*)?\])/iy;
/** So much of the output is looked back at; the rest is put aside, so that looking stays cheap. */
const NEAR = 64;

/** The end of a comment, string, or escape that begins at `at`; else the next character. */
function skip(css: string, at: number): number {
  const here = css[at];
  if (here === "\\") return at + 2;
  if (here === '"' || here === "'") return stringEnd(css, at);
  if (here === "/" && css[at + 1] === "*") return commentEnd(css, at);
  return at + 1;
}

function commentEnd(css: string, at: number): number {
  const end = css.indexOf("*/", at + 2);
  return end < 0 ? css.length : end + 2;
}

/** After its quote, or before the line end that breaks it off. */
function stringEnd(css: string, at: number): number {
  for (let end = at + 1; end < css.length; end += 1) {
    const here = css[end] ?? "";
    if (here === css[at]) return end + 1;
    if (LINE_END.test(here)) return end;
    if (here === "\\") end += 1;
  }
  return css.length;
}

function spaceEnd(css: string, at: number): number {
  let end = at;
  while (end < css.length && SPACE.test(css[end] ?? "")) end += 1;
  return end;
}

/** The end of an argument that opens at `at`: white space, a string if there is one, then the first `)`. */
function argumentEnd(css: string, at: number): number {
  let end = spaceEnd(css, at + 1);
  if (css[end] === '"' || css[end] === "'") end = stringEnd(css, end);
  while (end < css.length && css[end] !== ")") end += css[end] === "\\" ? 2 : 1;
  return Math.min(end + 1, css.length);
}

/** The code point that an escape stands for (undefined where there is none), and the escape's end. */
function unescape(css: string, at: number): [number | undefined, number] {
  const hex = /^[0-9a-f]{1,6}/i.exec(css.slice(at + 1, at + 7))?.[0];
  if (hex) {
    const end = at + 1 + hex.length;
    const space = css.startsWith("\r\n", end) ? 2 : SPACE.test(css[end] ?? "") ? 1 : 0;
    return [parseInt(hex, 16), end + space];
  }
  const code = css.codePointAt(at + 1);
  if (code === undefined || LINE_END.test(css[at + 1] ?? "")) return [undefined, at + 1];
  return [code, at + 1 + (code > 0xffff ? 2 : 1)];
}

/** Escapes are written in one way, so that no name can hide behind them. */
function spell(code: number | undefined): string {
  if (code === undefined) return "";
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return "\ufffd";
  const char = String.fromCodePoint(code);
  if (/[A-Za-z_-]/.test(char) || code >= 0x80) return char;
  if (/\d/.test(char)) return `\\3${char} `;
  if (char === "<") return "\\3c ";
  return code >= 0x20 && code < 0x7f ? `\\${char}` : "\ufffd";
}

/** The name that follows an `@`, with its escapes decoded. */
function ruleName(css: string, at: number): string {
  let name = "";
  for (let end = at + 1; end < css.length && name.length < 16; ) {
    const here = css[end] ?? "";
    if (here === "\\") {
      const [code, next] = unescape(css, end);
      name += spell(code);
      end = next;
    } else if (NAME_CHAR.test(here)) {
      name += here;
      end += 1;
    } else break;
  }
  return name.toLowerCase();
}

function ruleEnd(css: string, at: number): number {
  for (let end = at + 1; end < css.length; ) {
    const here = css[end] ?? "";
    if (here === ";") return end + 1;
    if (here === "{" || here === "}") return end;
    end = here === "(" ? argumentEnd(css, end) : skip(css, end);
  }
  return css.length;
}

/** After the value of an attribute that stands without quotes. */
function valueEnd(css: string, at: number): number {
  let end = at;
  while (end < css.length && !/[\])}{;"']/.test(css[end] ?? "")) end = skip(css, end);
  return Math.min(end, css.length);
}

/** The word at `at` that an attribute is asked for, with what stands around it; none if it may not be told. */
function wordAt(css: string, at: number, near: string): RegExpExecArray | undefined {
  WORD.lastIndex = at;
  const found = WORD.exec(css);
  const name = ASKED.exec(near)?.[1] ?? "";
  return found && kindOf(name) === "structural" && CSS_VALUES.has(found[2]?.toLowerCase() ?? "") ? found : undefined;
}

function afterSign(css: string, at: number): number {
  let end = at + 1;
  for (;;) {
    const next = css.startsWith("/*", end) ? commentEnd(css, end) : spaceEnd(css, end);
    if (next === end) return end;
    end = next;
  }
}

/** True where the last character of `text` is escaped: after an odd number of backslashes. */
function endsEscaped(text: string): boolean {
  let start = text.length - 1;
  while (start > 0 && text[start - 1] === "\\") start -= 1;
  return (text.length - 1 - start) % 2 === 1;
}

/** The length of the address function's name that the output ends with, 0 if it ends with none. */
function addressName(near: string): number {
  const name = ADDRESS.exec(near.slice(-ADDRESS_LENGTH))?.[0];
  if (!name) return 0;
  const start = near.length - name.length;
  const before = near[start - 1] ?? "";
  return NAME_CHAR.test(before) ? 0 : name.length;
}

/** What stands for the special thing at `at`, given the output before it: how much to take back, what to write, where to go on. */
function replace(css: string, at: number, near: string): [back: number, text: string, next: number] {
  const here = css[at] ?? "";
  switch (here) {
    case "/":
      if (css.startsWith(SPLIT, at)) return [0, SPLIT, at + SPLIT.length];
      return css[at + 1] === "*" ? [0, "/**/", commentEnd(css, at)] : [0, here, at + 1];
    case '"':
    case "'":
      return [0, here + here, stringEnd(css, at)];
    case "\\": {
      const [code, next] = unescape(css, at);
      return [0, spell(code), next];
    }
    case "(": {
      const back = NO_ADDRESS.test(css[at - 1] ?? "") ? 0 : addressName(near);
      return back ? [back, "url()", argumentEnd(css, at)] : [0, here, at + 1];
    }
    case "=": {
      if (/[<>]$/.test(near) && !endsEscaped(near)) return [0, here, at + 1];
      const value = afterSign(css, at);
      const word = wordAt(css, value, near);
      if (word) return [0, `="${word[2]}"`, value + word[0].length];
      return /["']/.test(css[value] ?? "") ? [0, here, value] : [0, '=""', valueEnd(css, value)];
    }
    case "@":
      return /^(import|charset)$/.test(ruleName(css, at)) ? [0, " ", ruleEnd(css, at)] : [0, here, at + 1];
    default:
      return [0, /[^ \t\n\r\f=]/.test(css[at + 1] ?? "") ? "< " : here, at + 1];
  }
}

/**
 * Takes out of a style sheet whatever can carry words or addresses, by the rule of `tests/vectors/README.md`:
 * comments, strings, addresses, imports, the values of attributes, the words of custom properties.
 */
export function scrubCss(css: string): string {
  let done = "";
  let near = "";
  let at = 0;
  while (at < css.length) {
    SPECIAL.lastIndex = at;
    const found = SPECIAL.exec(css);
    near += css.slice(at, found?.index ?? css.length);
    if (!found) break;
    const [back, text, next] = replace(css, found.index, near);
    near = (back ? near.slice(0, -back) : near) + text;
    at = next;
    if (near.length > 4 * NEAR) {
      done += near.slice(0, -NEAR);
      near = near.slice(-NEAR);
    }
  }
  return scrubProperties(done + near);
}
