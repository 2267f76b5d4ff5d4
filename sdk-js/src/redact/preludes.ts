import { selector } from "./selectors";
import { isSign, measureOf, putSign, putWord, skipSpace, type Walk } from "./walk";
import { FUNCTION, QUERIES } from "./words";

const FRAME = /^(?:from|to|entry|exit|cover|contain)$/i;
const SIGNS = "()[]:,>+~*&|!/%=<-";

/** Writes what stands between the name of an at-rule and its block. */
export function prelude(walk: Walk, kind: string): void {
  if (kind === "scope") return selector(walk, "{;}", "scope");
  // What a query asks for, from its bracket to its colon; before the first bracket stands a container's name.
  let feature: string | undefined = kind === "container" ? undefined : "";
  for (let token = walk.tokens[walk.at]; token; token = walk.tokens[walk.at]) {
    const sign = token.kind === "sign" ? token.text : "";
    if (sign !== "" && "{;}".includes(sign)) return;
    if (token.kind === "word" || (token.kind === "string" && kind === "names")) {
      feature = putQuery(walk, kind, token.said, feature);
    } else if (token.kind === "function") {
      putWord(walk, `${FUNCTION.test(token.said.toLowerCase()) ? token.said : walk.styles.names.use(token.said)}(`);
      feature = "";
    } else if (token.kind === "number") putWord(walk, measureOf(token.text, walk.styles));
    else {
      if (sign === "(" || sign === ")") feature = "";
      if (!skipSpace(walk)) putSign(walk, kind === "layer" ? ",." : SIGNS);
    }
  }
}

/** Writes a word, and says what the query asks for from there on. */
function putQuery(walk: Walk, kind: string, said: string, feature: string | undefined): string {
  const isKept = keeps(walk, kind, said, said.toLowerCase(), feature);
  putWord(walk, isKept ? said : said.startsWith("--") ? walk.styles.names.property(said) : walk.styles.names.use(said));
  return isSign(walk, ":") ? said.toLowerCase() : "";
}

function keeps({ styles }: Walk, kind: string, said: string, lower: string, feature: string | undefined): boolean {
  if (kind === "keyframes") return FRAME.test(said);
  if ((kind !== "media" && kind !== "container") || !/^-?[a-z][a-z\d-]*$/.test(lower)) return false;
  if (feature === undefined) return lower === "not";
  return QUERIES.has(lower) || (feature ? styles.facts.query(feature, lower) : styles.facts.query(lower, ""));
}
