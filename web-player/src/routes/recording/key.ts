import { useEffect } from "react";
import { isTaken } from "../../keyboard";

/** A key that does something wherever the focus is, while there is something to do. */
export function useKey(key: string, act: (() => void) | undefined): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== key || isTaken(event) || act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [key, act]);
}
