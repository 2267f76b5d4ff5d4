import { describe, expect, it } from "vitest";
import * as en from "./en";
import * as fr from "./fr";

const files = Object.keys(import.meta.glob("./*/*.ts"));

describe("the words", () => {
  it("lie in one file per area and language, from which the console fetches them", () => {
    for (const [language, areas] of Object.entries({ en, fr })) {
      for (const area of Object.keys(areas)) expect(files).toContain(`./${language}/${area}.ts`);
    }
  });
});
