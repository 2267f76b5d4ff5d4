import { describe, expect, it } from "vitest";
import { kindOf, sumUp } from "./places";

describe("a place where something was masked", () => {
  it.each([
    ["data.text", "value"],
    ["data.node.attributes.value", "value"],
    ["data.texts[].value", "text"],
    ["data.adds[].node.textContent", "text"],
    ["data.node.attributes.placeholder", "text"],
    ["data.href", "address"],
    ["data.node.attributes.xlink:href", "address"],
    ["data.node.tagName", "name"],
    ["data.attributes[].attributes.class", "name"],
    ["data.node(style).textContent", "css"],
    ["data.attributes[].attributes.style", "css"],
    ["data.styles[].rules[].rule", "css"],
    ["data.set.value", "css"],
    ["data.node.attributes.fill", "other"],
    ["data.node.name", "other"],
  ])("%s holds what people call %s", (path, kind) => {
    expect(kindOf(path)).toBe(kind);
  });

  it("is summed up with others of its kind, values first", () => {
    const warning = (path: string, count: number, day: string) => ({ type: 2, path, count, last_day: day });

    const masked = sumUp([
      warning("data.node.attributes.class", 5, "2026-11-02"),
      warning("data.node.attributes.id", 2, "2026-11-20"),
      warning("data.text", 1, "2026-11-01"),
    ]);

    expect(masked).toEqual([
      { kind: "value", count: 1, lastDay: "2026-11-01", paths: ["data.text"] },
      {
        kind: "name",
        count: 7,
        lastDay: "2026-11-20",
        paths: ["data.node.attributes.class", "data.node.attributes.id"],
      },
    ]);
  });
});
