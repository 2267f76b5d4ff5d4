import { describe, expect, it } from "vitest";
import { ATTRIBUTES, DRAWN, LINKS, WORDS as ONE_OF } from "../src/redact/attributes";
import * as lists from "../src/redact/words";
import { WORDS } from "./facts";
import { readVectors } from "./vectors";

const known = new Set(Object.values(WORDS).flat().map((word) => word.toLowerCase()));

/** All that such an expression fits: alternatives in brackets and options, nothing else. */
function familiesOf({ source }: RegExp): string[] {
  const spread = (text: string): string[] => {
    const option = /^([^]*?)(?:\(([^()]*)\)|\[(\w+)\]|(\w))(\??)([^]*)$/;
    for (let at = 0; at < text.length; at += 1) {
      const found = option.exec(text.slice(at));
      if (!found) break;
      const [, before = "", group, set, one, mark, rest = ""] = found;
      at += before.length;
      if (group === undefined && set === undefined && mark === "") continue;
      const choices = group?.split("|") ?? set?.split("") ?? [one ?? ""];
      return [...choices, ...(mark ? [""] : [])].flatMap((choice) => spread(text.slice(0, at) + choice + rest));
    }
    return [text];
  };
  const inside = source.replace(/^\^\(\?:|\)\$$/g, "");
  return splitOutside(inside).flatMap(spread);
}

/** Splits at the bars that stand in no brackets. */
function splitOutside(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const char of text) {
    depth += char === "(" ? 1 : char === ")" ? -1 : 0;
    if (char === "|" && depth === 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts;
}

describe("the words that the browser keeps", () => {
  const { FUNCTION, ...sets } = lists;

  it("knows by its families no function that the server does not know", () => {
    expect(["rgba", "scale3d", "repeating-conic-gradient", "sqrt", "var"].filter((name) => !FUNCTION.test(name))).toEqual([]);
    expect(familiesOf(FUNCTION).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each(Object.entries(sets))("%s are words that the server keeps", (name, words) => {
    const kept = name === "AT_RULES" ? new Set(WORDS.at_rules) : known;

    expect([...words].flatMap((said) => said.split(" ")).filter((word) => !kept.has(word))).toEqual([]);
  });
});

describe("the shared table of attributes", () => {
  const { attributes } = readVectors<{ attributes: Record<string, unknown> }>("fields.json");

  it.each(Object.entries(ATTRIBUTES))("lists the same attributes as %s", (kind, names) => {
    expect(names.split(" ").sort()).toEqual([...(attributes[kind] as string[])].sort());
  });

  it("lists the same elements that refer to others, and the same words", () => {
    const tags = Object.keys(attributes.reference as object).map((tag) => tag.toLowerCase());

    expect([...LINKS, ...DRAWN].sort()).toEqual(tags.sort());
    expect(ONE_OF).toEqual(attributes.word);
  });
});
