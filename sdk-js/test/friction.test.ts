import { describe, expect, it } from "vitest";
import vectors from "../../tests/vectors/friction.json";
import { createFriction } from "../src/ring/friction";
import type { Thresholds } from "../src/types";

type Act = [what: string, at: number, on?: number];

interface Case {
  name: string;
  acts: unknown[];
  found: unknown[];
  thresholds?: Partial<Thresholds>;
}

describe("friction on the device", () => {
  it.each(vectors.cases as Case[])("$name", ({ acts, found, thresholds }) => {
    const seen: [string, number][] = [];
    const friction = createFriction((kind, at) => void seen.push([kind, at]), thresholds);

    for (const [what, at, on] of acts as Act[]) {
      if (what === "press" || what === "click") friction.click(at, on, what === "press");
      else if (what === "change") friction.change(at);
      else if (what === "act") friction.act(at);
      else friction.pass(at);
    }

    expect(seen).toEqual(found);
  });
});
