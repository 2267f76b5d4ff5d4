import { useEffect } from "react";
import { isTaken } from "../../keyboard";

/** Delete asks to erase, where one may. */
export function useEraseKey(erase: (() => void) | undefined): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Delete" || isTaken(event) || erase === undefined) return;
      event.preventDefault();
      erase();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [erase]);
}
