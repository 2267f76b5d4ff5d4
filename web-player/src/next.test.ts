import { expect, it } from "vitest";
import { parseNext } from "./next";

it("after signing in one may only be led to an address of the console itself", () => {
  expect(parseNext("/sites/demo/ux?x=1")).toBe("/sites/demo/ux?x=1");
  for (const bad of ["//evil.test", "/\\evil.test", "https://evil.test", "javascript:1", "/sign-in", "", 7, undefined])
    expect(parseNext(bad)).toBeUndefined();
});

it("an address with control characters, which browsers skip, is not gone to", () => {
  for (const bad of ["/\t/evil.test", "/\n\\evil.test", "/\r/evil.test", "/sites/demo\u0000"]) {
    expect(parseNext(bad)).toBeUndefined();
  }
});
