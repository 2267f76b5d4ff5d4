import { selector } from "./selectors";
import { isSign, numberOf, putSign, putWord, skipSpace, type Walk } from "./walk";
import { FUNCTIONS, QUERIES, UNITS } from "./words";

const FRAME = /^(?:from|to|entry|exit|cover|contain)$/i;
/** What a feature with an order is asked for. */
const RANGE = /^(-webkit-)?(?:min|max)-/;
const SIGNS = "()[]:,>+~*&|!/%=<-";

/** Writes what stands between the name of an at-rule and its block. */
export function prelude(walk: Walk, kind: string): void {
  if (kind === "scope") return selector(walk, "{;}", "scope");
  let first = kind === "container";
  for (let token = walk.tokens[walk.at]; token; token = walk.tokens[walk.at]) {
    if (token.kind === "sign" && "{;}".includes(token.text)) return;
    if (token.kind === "word" || (token.kind === "string" && kind === "names")) {
      putWord(walk, wordOf(walk, kind, token.said, first));
      first = false;
    } else if (token.kind === "function") {
      const isKnown = FUNCTIONS.has(token.said.toLowerCase()) || QUERIES.has(token.said.toLowerCase());
      putWord(walk, `${isKnown ? token.said : walk.styles.names.use(token.said)}(`);
      first = false;
    } else if (token.kind === "number") {
      const [number, unit] = numberOf(token.text);
      putWord(walk, number + (UNITS.has(unit.toLowerCase()) ? unit : ""));
    } else {
      if (isSign(walk, "(")) first = false;
      if (!skipSpace(walk)) putSign(walk, kind === "layer" ? ",." : SIGNS);
    }
  }
}

function wordOf({ styles }: Walk, kind: string, said: string, first: boolean): string {
  const lower = said.toLowerCase();
  if (said.startsWith("--")) return styles.names.property(said);
  if (kind === "keyframes") return FRAME.test(said) ? said : styles.names.use(said);
  const isKnown = QUERIES.has(lower) || styles.facts.feature(lower.replace(RANGE, "$1"));
  const isKept = (kind === "media" || kind === "container") && isKnown && (!first || lower === "not");
  return isKept ? said : styles.names.use(said);
}
