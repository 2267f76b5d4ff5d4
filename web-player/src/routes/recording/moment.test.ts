import { expect, it } from "vitest";
import { addressOf, parseMoment } from "./moment";

it("an address names its moment in seconds, and nothing else of where one came from", () => {
  const here = { origin: "https://revoir.test", pathname: "/sites/shop/ux/recordings/1", search: "?t=1", hash: "#x" };
  expect(addressOf(31_250, here)).toBe("https://revoir.test/sites/shop/ux/recordings/1?t=31.2");
  expect(addressOf(0, here)).toBe("https://revoir.test/sites/shop/ux/recordings/1?t=0");
});

it("a moment is read from an address, and what is none is left out", () => {
  expect(parseMoment({ t: 31.2 })).toEqual({ t: 31.2 });
  expect(parseMoment({ t: "12" })).toEqual({ t: 12 });
  for (const t of [undefined, "soon", -1, Number.NaN, Number.POSITIVE_INFINITY, {}]) expect(parseMoment({ t })).toEqual({});
});
