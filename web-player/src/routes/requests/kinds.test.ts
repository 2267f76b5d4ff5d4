import { describe, expect, it } from "vitest";
import { kindsOf } from "./kinds";

describe("the letters to choose from", () => {
  it("say that nothing was found where there is nothing", () => {
    expect(kindsOf({ there: 0, restricted: false, erased: 0 })).toEqual(["nothing_found"]);
  });

  it("begin with what was done", () => {
    expect(kindsOf({ there: 0, restricted: false, erased: 2 })).toEqual(["erasure", "nothing_found"]);
    expect(kindsOf({ there: 2, restricted: true, erased: 0 })).toEqual(["restriction", "access", "rectification"]);
  });

  it("offer access and a statement where there is something", () => {
    expect(kindsOf({ there: 1, restricted: false, erased: 0 })).toEqual(["access", "rectification"]);
  });
});
