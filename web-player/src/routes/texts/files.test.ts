import { expect, test } from "vitest";
import { MOST, today, unfit } from "./files";

test("configurations and pictures are taken up to their own sizes", () => {
  expect(unfit({ type: "application/json", size: MOST.text })).toBeUndefined();
  expect(unfit({ type: "text/javascript", size: MOST.text + 1 })).toBe("largeText");
  expect(unfit({ type: "", size: 10 })).toBeUndefined();
  expect(unfit({ type: "image/png", size: MOST.text + 1 })).toBeUndefined();
  expect(unfit({ type: "image/webp", size: MOST.picture + 1 })).toBe("largePicture");
});

test("what is empty or of another kind is not", () => {
  expect(unfit({ type: "text/plain", size: 0 })).toBe("empty");
  expect(unfit({ type: "image/jpeg", size: 10 })).toBe("kind");
  expect(unfit({ type: "application/pdf", size: 10 })).toBe("kind");
});

test("today is the day of the browser's own clock", () => {
  const noon = new Date(2026, 10, 22, 12).getTime();
  expect(today(noon)).toBe("2026-11-22");
});
