import { expect, test } from "vitest";
import type { Told } from "../../api/texts";
import { writeOut } from "./plain";

const told: Told = {
  title: "Recording",
  intro: "Asked.",
  replay: "Like a film.",
  purposes: { ux: { label: "UX", description: "Why.", details: ["Drawn.", "Kept."] } },
  buttons: {},
  status: {},
  withdrawn: "Gone.",
  privacy: [{ title: "Rights", lines: ["See.", "Erase."] }],
};

test("each part is copied by itself, and session replay is told of on the level where it stands", () => {
  expect(writeOut("first", told, true)).toBe("Recording\n\nAsked.\n\nLike a film.\n");
  expect(writeOut("second", told, true)).toBe("UX\nWhy.\n- Drawn.\n- Kept.\n");
  expect(writeOut("first", told, false)).toBe("Recording\n\nAsked.\n");
  expect(writeOut("second", told, false)).toBe("UX\nWhy.\n- Drawn.\n- Kept.\n\nLike a film.\n");
  expect(writeOut("privacy", told, false)).toBe("Rights\n- See.\n- Erase.\n");
});
