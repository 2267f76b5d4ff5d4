import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { detectWith, type Detect, type Scanner } from "../src/detect";

function load(): Detect {
  const bytes = readFileSync(new URL("../detect/detect.wasm", import.meta.url));
  return detectWith(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Scanner);
}

describe("the detectors in the browser", () => {
  it("know what S1 names, and not what merely reaches a person", () => {
    const holds = load();

    expect(holds("card 4111 1111 1111 1111.")).toBe(true);
    expect(holds("DE89 3704 0044 0532 0130 00")).toBe(true);
    expect(holds("somebody@example.test or +33 6 12 34 56 78")).toBe(false);
    expect(holds("")).toBe(false);
  });

  it("look at all of a text that is longer than they take at once", () => {
    const holds = load();
    const card = "4111 1111 1111 1111";

    for (const before of [0, 32_760, 65_530, 200_000]) expect(holds(`${"x ".repeat(before / 2)}${card} y`)).toBe(true);
    expect(holds("x ".repeat(100_000))).toBe(false);
  });
});
