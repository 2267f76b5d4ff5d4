import { numberOf, put, putSign, putWord, skipSpace, isSign, type Walk } from "./walk";
import type { Token } from "./tokens";

/** What may stand in brackets after these is a selector again. */
const OF_SELECTORS = /^(?:not|is|where|has|matches|-webkit-any|-moz-any|host|host-context|slotted|cue|nth-(?:last-)?(?:child|of-type))$/;
const NTH = /^(?:even|odd|of|-?n)$/i;
const STEP = /^(-?n)(-\d+)?$/i;
const DIRECTION = /^(?:ltr|rtl)$/i;
const SIGNS = ",>+~*&|";
const NTH_SIGNS = `${SIGNS}-`;
const OPERATOR = /^[=~|^$*]$/;

type Inside = "selectors" | "nth" | "names" | "dir" | "scope";

/** Writes a selector up to one of these signs, which it leaves where it is. */
export function selector(walk: Walk, ends: string, inside: Inside = "selectors"): void {
  for (let token = walk.tokens[walk.at]; token; token = walk.tokens[walk.at]) {
    if (token.kind === "sign" && ends.includes(token.text)) return;
    if (token.kind === "hash") put(walk, `#${walk.styles.names.use(token.said)}`, 1);
    else if (token.kind === "word") type(walk, token.said, inside);
    else if (token.kind === "number") count(walk, token.text, inside);
    else if (isSign(walk, ".")) className(walk);
    else if (isSign(walk, ":")) pseudo(walk);
    else if (isSign(walk, "[")) pattern(walk);
    else if (isSign(walk, "(")) brackets(walk, "(", inside === "scope" ? "selectors" : inside);
    else if (token.kind === "function") brackets(walk, `${walk.styles.names.use(token.said)}(`, "names");
    else if (!skipSpace(walk)) putSign(walk, inside === "nth" ? NTH_SIGNS : SIGNS);
  }
}

function brackets(walk: Walk, opening: string, inside: Inside): void {
  putWord(walk, opening);
  selector(walk, ")", inside);
  put(walk, ")", 1);
}

/** A word by itself: an element, or whatever it is in the brackets of a pseudo-class. */
function type(walk: Walk, said: string, inside: Inside): void {
  const { names, facts } = walk.styles;
  const lower = said.toLowerCase();
  const step = STEP.exec(said);
  if (inside === "nth" && step) return putWord(walk, step[2] ? `${step[1]} ${spread(step[2])}` : said);
  if ((inside === "nth" && NTH.test(said)) || (inside === "dir" && DIRECTION.test(said)) || (inside === "scope" && lower === "to")) {
    return putWord(walk, said);
  }
  if (inside === "names" || inside === "dir") return putWord(walk, names.use(said));
  putWord(walk, /^[a-z][a-z\d]*$/.test(lower) && facts.element(lower) ? said : names.element(lower));
}

const spread = (text: string): string => text.replace("-", "- ");

function count(walk: Walk, text: string, inside: Inside): void {
  const [number, unit] = numberOf(text);
  const step = inside === "nth" ? /^(n)(-\d+)?$/i.exec(unit) : undefined;
  if (step) return putWord(walk, `${number}n${step[2] ? ` ${spread(step[2])}` : ""}`);
  putWord(walk, number + (unit === "%" ? unit : ""));
}

function className(walk: Walk): void {
  const next = walk.tokens[walk.at + 1];
  if (next?.kind !== "word" && next?.kind !== "function") return put(walk, "/**/", 1);
  put(walk, ".", 1);
  const name = walk.styles.names.use(next.said);
  if (next.kind === "function") brackets(walk, `${name}(`, "names");
  else putWord(walk, name);
}

function pseudo(walk: Walk): void {
  const { facts, names } = walk.styles;
  let colons = ":";
  put(walk, ":", 1);
  if (isSign(walk, ":")) {
    put(walk, ":", 1);
    colons = "::";
  }
  const next = walk.tokens[walk.at];
  if (next?.kind !== "word" && next?.kind !== "function") return;
  const lower = next.said.toLowerCase();
  const plain = /^-?[a-z][a-z-]*$/.test(lower);
  if (next.kind === "word") return putWord(walk, plain && facts.pseudo(colons + lower) ? next.said : names.use(next.said));
  const isKnown = plain && ["a", "1"].some((inside) => facts.pseudo(`${colons}${lower}(${inside})`));
  const inside = !OF_SELECTORS.test(lower) ? (lower === "dir" ? "dir" : "names") : lower.startsWith("nth") ? "nth" : "selectors";
  brackets(walk, `${isKnown ? next.said : names.use(next.said)}(`, inside);
}

/** Writes the class that stands for `[attribute operator value]`. */
function pattern(walk: Walk): void {
  const parts: Token[] = [];
  for (walk.at += 1; walk.at < walk.tokens.length && !isSign(walk, "]"); walk.at += 1) {
    const token = walk.tokens[walk.at];
    if (token && token.kind !== "space" && token.kind !== "comment") parts.push(token);
  }
  // What stands before a `|` by itself is a name space.
  const bar = parts.findIndex(({ text }) => text === "|");
  if (bar >= 0 && parts[bar + 1]?.kind === "word" && bar < 2) parts.splice(0, bar + 1);
  const [attribute, ...rest] = parts;
  const operator = rest.filter(({ text }) => OPERATOR.test(text)).map(({ text }) => text).join("");
  const [said, flag] = rest.filter(({ text }) => !OPERATOR.test(text));
  const name = walk.styles.names.pattern({
    attribute: attribute?.said.toLowerCase() ?? "",
    operator,
    value: said?.kind === "number" ? said.text : (said?.said ?? ""),
    insensitive: flag?.said.toLowerCase() === "i",
  });
  putWord(walk, `.${name}`);
}
