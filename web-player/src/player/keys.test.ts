import { expect, it, vi } from "vitest";
import { actionOf } from "./keys";

it("arrows move by 5 seconds, with shift by 30, and other keys ask for nothing", () => {
  const actions = { toggle: vi.fn(), move: vi.fn(), shiftSpeed: vi.fn(), fullScreen: vi.fn(), help: vi.fn() };
  actionOf("ArrowLeft", false, actions)?.();
  actionOf("ArrowRight", true, actions)?.();
  actionOf(">", true, actions)?.();
  expect(actions.move.mock.calls).toEqual([[-5_000], [30_000]]);
  expect(actions.shiftSpeed).toHaveBeenCalledWith(1);
  expect(actionOf("x", false, actions)).toBeUndefined();
});
