import { expect, test } from "vitest";
import { DEVICES, PURPOSES, oneOf, thoseOf } from "./terms";

test("a term of a newer server is unknown", () => {
  expect(oneOf(DEVICES, "television")).toBeUndefined();
});

test("an absent term is unknown", () => {
  expect(oneOf(DEVICES, undefined)).toBeUndefined();
});

test("purposes stand in their own order, and those of a newer server are left out", () => {
  expect(thoseOf(PURPOSES, ["errors", "fraud", "ux"])).toEqual(["ux", "errors"]);
});
