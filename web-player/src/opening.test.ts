import { expect, test } from "vitest";
import type { Recording } from "./api";
import { describeOpening } from "./opening";

const NOW = Date.parse("2026-11-21T10:40:00Z");
const opened = (imported: boolean) => ({ imported, opened_hour: "2026-11-20T00:00:00Z" }) as Recording;

test("an import knows its day only", () => {
  expect(describeOpening(opened(true), NOW, "en")).toEqual({ ago: "yesterday", exact: "Nov 20, 2026" });
});

test("a visit knows its hour", () => {
  expect(describeOpening(opened(false), NOW, "en").exact).toMatch(/00:00\s–\s01:00/);
});
