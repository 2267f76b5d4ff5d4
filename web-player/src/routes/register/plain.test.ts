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

test("what is copied is all of it, the specific information first where it stands on the first level", () => {
  expect(writeOut(told, true)).toBe("Recording\n\nAsked.\n\nLike a film.\n\nUX\nWhy.\n- Drawn.\n- Kept.\n\nRights\n- See.\n- Erase.\n");
  expect(writeOut(told, false)).toBe("Recording\n\nAsked.\n\nUX\nWhy.\n- Drawn.\n- Kept.\n\nLike a film.\n\nRights\n- See.\n- Erase.\n");
});
