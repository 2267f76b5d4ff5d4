import { describe, expect, it } from "vitest";
import * as en from "./en";
import * as fr from "./fr";
import { chooseLanguage } from "./language";

/** Every word with its place: `shell.purpose.ux` → its text. */
function flatten(words: object, place = ""): Map<string, string> {
  const entries = Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const at = place === "" ? key : `${place}.${key}`;
    return typeof value === "string" ? [[at, value] as const] : [...flatten(value as object, at)];
  });
  return new Map(entries);
}

const english = flatten(en);
const french = flatten(fr);
const variables = (text = "") => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe("the words of both languages", () => {
  it("have the same keys", () => {
    expect([...french.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("are all there, and use the same variables", () => {
    for (const [key, text] of english) {
      expect(text.trim(), key).not.toBe("");
      expect(french.get(key)?.trim(), key).not.toBe("");
      expect(variables(french.get(key)), key).toEqual(variables(text));
    }
  });

  it("use typographic apostrophes in French", () => {
    for (const [key, text] of french) expect(text, key).not.toMatch(/\w'\w/);
  });
});

describe("the language", () => {
  it("is the kept one, else the first known that the browser wants, else English", () => {
    expect(chooseLanguage("fr", ["en-US"])).toBe("fr");
    expect(chooseLanguage(null, ["de", "fr-CA", "en"])).toBe("fr");
    expect(chooseLanguage("tlh", ["EN-gb"])).toBe("en");
    expect(chooseLanguage(null, [])).toBe("en");
  });
});
