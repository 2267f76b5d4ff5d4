import { maskText } from "./masks";
import type { Styles } from "./css";
import type { Token } from "./tokens";
import { measureOf, put, putSign, putWord, skipSpace, type Walk } from "./walk";
import { AMONG_NAMES, ATTRIBUTE_WORDS, FAMILIES, FONT_WORDS, FUNCTION, GLOBAL, NAMING, PARTS } from "./words";

/** Asked for a word of any of these is a word of CSS. */
const COMMON =
  "display position color font-size font-weight font-style text-align vertical-align white-space cursor overflow " +
  "background-repeat background-size background-clip background-attachment border-style list-style-position " +
  "flex-direction flex-wrap align-items justify-content grid-auto-flow text-transform text-decoration-line " +
  "text-decoration-style visibility float object-fit pointer-events resize user-select mix-blend-mode width isolation " +
  "animation-direction animation-fill-mode animation-timing-function animation-play-state transform-box " +
  "scroll-snap-align scroll-behavior overflow-wrap word-break text-rendering table-layout writing-mode";
/** Where a page may put names of its own, words of these are none of them. */
const BESIDE_NAMES =
  "animation-direction animation-fill-mode animation-timing-function animation-iteration-count animation-play-state " +
  "font-size font-style font-weight font-variant font-stretch container-type list-style-position transition-behavior";
/** A word that nobody but a page can have invented. */
const INVENTED = "revoir-x";
const WORD = /^-?[a-z][a-z\d-]*$/;
const HEX = /^(?:[\da-f]{3,4}){1,2}$/i;
const GRID = /^grid/;
/** Georgia is a font where fonts are spoken of, and somebody elsewhere. */
const OF_FONTS = /^font|^--.*font/i;
const PROPERTIES = /^(?:transition|will-change)/;
const SIGNS = "()[]{}:;,>+~*&|!/%=<-^$?";

/** Whether the word may be told as it is, where it stands: in a property, or an attribute, with `@` before its name. */
function isKept(property: string, word: string, within: string, styles: Styles): boolean {
  const { facts } = styles;
  if (!WORD.test(word) || within === "[" || NAMING.has(within)) return false;
  if (GLOBAL.has(word)) return true;
  if (property.startsWith("@")) return ATTRIBUTE_WORDS.has(word) || isKept(property.slice(1), word, within, styles);
  if (property.startsWith("--")) return PARTS.has(word) || (OF_FONTS.test(property) && FAMILIES.has(word)) || facts.takes(COMMON, word);
  const isFree = facts.takes(property, INVENTED);
  // The shorthand takes no word by itself, but a family's name at its end.
  if ((isFree || property === "font") && within === "") {
    if (PROPERTIES.test(property) && facts.property(word)) return true;
    return AMONG_NAMES.has(word) || (OF_FONTS.test(property) && FONT_WORDS.has(word)) || facts.takes(BESIDE_NAMES, word);
  }
  return (!isFree && facts.takes(property, word)) || PARTS.has(word) || facts.takes(COMMON, word);
}

function wordOf(property: string, said: string, within: string, styles: Styles): string {
  if (said.startsWith("--")) return styles.names.property(said);
  return isKept(property, said.toLowerCase(), within, styles) ? said : styles.names.use(said);
}

function stringOf(property: string, said: string, styles: Styles): string {
  const words = said.split(/[ \t\n\r\f]+/);
  if (GRID.test(property)) {
    const names = words.map((word) => (/^\.*$/.test(word) ? word : styles.names.use(word)));
    return `"${names.join(" ")}"`;
  }
  const family = words.join(" ");
  if (OF_FONTS.test(property) && FAMILIES.has(family.toLowerCase())) return `"${family}"`;
  return `"${maskText(said.replace(/[ \t\n\r\f]/g, " "))}"`;
}

/** The address of a part of the page itself; no other is told. */
function addressOf(said: string, styles: Styles): string {
  return said.length > 1 && said.startsWith("#") ? `url(#${styles.names.use(said.slice(1))})` : "url()";
}

function functionOf(said: string, styles: Styles): string {
  if (said.startsWith("--")) return `${styles.names.property(said)}(`;
  return `${FUNCTION.test(said.toLowerCase()) ? said : styles.names.use(said)}(`;
}

/** Writes one token of a value. */
function putToken(walk: Walk, token: Token, property: string, within: string): void {
  const { styles } = walk;
  switch (token.kind) {
    case "word":
      return putWord(walk, wordOf(property, token.said, within, styles));
    case "function":
      return putWord(walk, functionOf(token.said, styles));
    case "address":
      return putWord(walk, addressOf(token.said, styles));
    case "string":
      return put(walk, stringOf(property, token.said, styles), 1);
    case "hash":
      return put(walk, `#${HEX.test(token.said) ? token.said : styles.names.use(token.said)}`, 1);
    case "number":
      return putWord(walk, measureOf(token.text, styles));
    default:
      if (!skipSpace(walk)) putSign(walk, SIGNS);
  }
}

/** Writes the value of a property, up to the `;` or `}` that ends it; its braces are in pairs. */
export function value(walk: Walk, property: string): void {
  const open: string[] = [];
  for (let token = walk.tokens[walk.at]; token; token = walk.tokens[walk.at]) {
    const within = open[open.length - 1] ?? "";
    const sign = token.kind === "sign" ? token.text : "";
    if (open.length === 0 && (sign === ";" || sign === "}")) break;
    if (sign === "}" && within !== "{") put(walk, "/**/", 1);
    else putToken(walk, token, property, within);
    if (token.kind === "function") open.push(token.said.toLowerCase());
    else if (sign === "(" || sign === "[" || sign === "{") open.push(sign);
    else if (sign === ")" || sign === "]" || (sign === "}" && within === "{")) open.pop();
  }
  for (const sign of open) if (sign === "{") put(walk, "}", 0);
}
