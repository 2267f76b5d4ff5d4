/** What a style sheet is made of, as CSS has it. */
export type Kind = "comment" | "space" | "string" | "number" | "word" | "function" | "address" | "hash" | "at" | "sign";

export interface Token {
  kind: Kind;
  /** As it stands. */
  text: string;
  /** A word, a name, a string or an address without its marks, escapes decoded. */
  said: string;
}

const ESCAPE = String.raw`\\(?:[\da-fA-F]{1,6}(?:\r\n|[ \t\n\r\f])?|[^\n\r\f\da-fA-F])`;
const NAMED = String.raw`(?:[\w\-\u0080-\uffff]|${ESCAPE})`;
const WORD = String.raw`(?:--|-?(?:[a-zA-Z_\u0080-\uffff]|${ESCAPE}))${NAMED}*`;
const STRING = String.raw`"(?:[^"\\\n\r\f]+|\\(?:\r\n|[^]))*"?|'(?:[^'\\\n\r\f]+|\\(?:\r\n|[^]))*'?`;

const TOKEN = new RegExp(
  [
    String.raw`([ \t\n\r\f]+)`,
    String.raw`([+-]?(?:\d*\.)?\d+(?:[eE][+-]?\d+)?(?:%|${WORD})?)`,
    String.raw`(${WORD})(\()?`,
    `(${STRING})`,
    `([@#])(${NAMED}+)`,
    String.raw`(/\*[^]*?(?:\*/|$))`,
    "[^]",
  ].join("|"),
  "y",
);
/** After the bracket of an address: white space, a string if there is one, then all up to the next bracket. */
const ADDRESS = new RegExp(String.raw`[ \t\n\r\f]*(${STRING})?((?:[^)\\]+|\\[^])*)\)?`, "y");
const IS_ADDRESS = /^(?:url(?:-prefix)?|src|domain|expression)$/i;
const ESCAPES = /\\(?:([\da-fA-F]{1,6})(?:\r\n|[ \t\n\r\f])?|(\r\n|[^]))?/g;

function unescape(_all: string, hex: string | undefined, char: string | undefined): string {
  if (hex === undefined) return char === undefined || /[\n\r\f]/.test(char) ? "" : char;
  const code = parseInt(hex, 16);
  return code > 0x10ffff || code === 0 || (code >= 0xd800 && code < 0xe000) ? "\ufffd" : String.fromCodePoint(code);
}

const decode = (text: string): string => (text.includes("\\") ? text.replace(ESCAPES, unescape) : text);

function unquote(text: string): string {
  const closed = text.length > 1 && text[text.length - 1] === text[0] && !/[^\\](?:\\\\)*\\.$/.test(text);
  return decode(text.slice(1, closed ? -1 : undefined));
}

/** The address that begins at `at`, after its bracket, and its end. */
function address(css: string, at: number): [said: string, end: number] {
  ADDRESS.lastIndex = at;
  const [all, quotes, rest] = ADDRESS.exec(css) ?? ["", undefined, ""];
  return [quotes === undefined ? decode(rest ?? "").trim() : unquote(quotes), at + all.length];
}

function tokenOf(found: RegExpExecArray): Token {
  const [text, space, number, word, bracket, string, mark, name, comment] = found;
  if (space !== undefined) return { kind: "space", text, said: "" };
  if (word !== undefined) return { kind: bracket ? "function" : "word", text, said: decode(word) };
  if (number !== undefined) return { kind: "number", text, said: "" };
  if (string !== undefined) return { kind: "string", text, said: unquote(string) };
  if (name !== undefined) return { kind: mark === "@" ? "at" : "hash", text, said: decode(name) };
  return { kind: comment === undefined ? "sign" : "comment", text, said: "" };
}

/** Takes CSS apart. Whatever it is given, the tokens' texts make up the whole. */
export function tokensOf(css: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < css.length; ) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(css);
    if (!found) break;
    const token = tokenOf(found);
    at += token.text.length;
    if (token.kind === "function" && IS_ADDRESS.test(token.said)) {
      const [said, end] = address(css, at);
      tokens.push({ kind: "address", text: css.slice(at - token.text.length, end), said });
      at = end;
    } else tokens.push(token);
  }
  return tokens;
}
