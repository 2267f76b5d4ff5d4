import { describe, expect, it } from "vitest";
import { ATTRIBUTES, DRAWN, LINKS, WORDS as ONE_OF } from "../src/redact/attributes";
import * as lists from "../src/redact/words";
import { WORDS } from "./facts";
import { readVectors } from "./vectors";

const known = new Set(Object.values(WORDS).flat().map((word) => word.toLowerCase()));

describe("the words that the browser keeps", () => {
  it.each(Object.entries(lists))("%s are words that the server keeps", (name, words) => {
    const kept = name === "UNITS" ? new Set(WORDS.units) : name === "AT_RULES" ? new Set(WORDS.at_rules) : known;

    expect([...words].filter((word) => !kept.has(word))).toEqual([]);
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
