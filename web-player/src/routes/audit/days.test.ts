import { expect, test } from "vitest";
import { byDay } from "./days";

const at = (moment: number) => ({ at: new Date(2026, 10, 22, 12).toISOString(), moment });
const earlier = { at: new Date(2026, 10, 21, 12).toISOString(), moment: 3 };

test("entries stand under the day on which they were written, in their order", () => {
  const days = byDay([at(1), at(2), earlier]);
  expect(days.map(({ of }) => of.map(({ moment }) => moment))).toEqual([[1, 2], [3]]);
});

test("a day that comes again after a clock was set back stands twice rather than out of order", () => {
  expect(byDay([at(1), earlier, at(2)]).length).toBe(3);
});

test("nothing has no days", () => {
  expect(byDay([])).toEqual([]);
});
