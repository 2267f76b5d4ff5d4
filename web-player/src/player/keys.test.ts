import { expect, it, vi } from "vitest";
import { actionOf } from "./keys";

const names = ["toggle", "move", "marker", "shiftSpeed", "fullScreen", "transcript", "legend", "note", "help"] as const;

function spies() {
  const spy = () => vi.fn<(by?: number) => void>();
  return Object.fromEntries(names.map((name) => [name, spy()])) as Record<(typeof names)[number], ReturnType<typeof spy>>;
}

it("arrows move by 5 seconds, with shift by 30, and other keys ask for nothing", () => {
  const actions = spies();
  actionOf("ArrowLeft", false, actions)?.();
  actionOf("ArrowRight", true, actions)?.();
  expect(actions.move.mock.calls).toEqual([[-5_000], [30_000]]);
  expect(actionOf("x", false, actions)).toBeUndefined();
});

it("brackets go to markers, angles change the speed, and letters open what they name", () => {
  const actions = spies();
  for (const key of ["[", "]", "<", ">", "t", "l", "n", "f", "?"]) actionOf(key, false, actions)?.();
  expect(actions.marker.mock.calls).toEqual([[-1], [1]]);
  expect(actions.shiftSpeed.mock.calls).toEqual([[-1], [1]]);
  for (const name of ["transcript", "legend", "note", "fullScreen", "help"] as const) expect(actions[name]).toHaveBeenCalledOnce();
});
