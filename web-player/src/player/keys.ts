import { useEffect } from "react";
import { isTaken } from "../keyboard";

const STEP_MS = 5_000;
const STRIDE_MS = 30_000;

export interface KeyActions {
  toggle(): void;
  move(byMs: number): void;
  marker(by: -1 | 1): void;
  shiftSpeed(by: -1 | 1): void;
  fullScreen(): void;
  transcript(): void;
  legend(): void;
  note(): void;
  help(): void;
}

/** What a key asks for; `undefined` for keys that ask for nothing. */
export function actionOf(key: string, shift: boolean, actions: KeyActions): (() => void) | undefined {
  const stretch = shift ? STRIDE_MS : STEP_MS;
  switch (key) {
    case " ":
      return actions.toggle;
    case "ArrowLeft":
      return () => actions.move(-stretch);
    case "ArrowRight":
      return () => actions.move(stretch);
    case "[":
      return () => actions.marker(-1);
    case "]":
      return () => actions.marker(1);
    case "<":
      return () => actions.shiftSpeed(-1);
    case ">":
      return () => actions.shiftSpeed(1);
    case "f":
      return actions.fullScreen;
    case "t":
      return actions.transcript;
    case "l":
      return actions.legend;
    case "n":
      return actions.note;
    case "?":
      return actions.help;
    default:
      return undefined;
  }
}

/** Plays by keyboard, wherever the focus is, except where a key already means something. */
export function usePlayerKeys(actions: KeyActions): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const onControl = event.target instanceof Element && event.target.closest("button, a, [type=checkbox]") !== null;
      if (event.key === " " && onControl) return;
      const act = actionOf(event.key, event.shiftKey, actions);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    // Before the shell, whose own list of keys is for the other screens.
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  });
}
