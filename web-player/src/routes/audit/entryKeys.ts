import { useEffect } from "react";
import { isTaken } from "../../keyboard";

/** Moves the focus over the entries with j and k, from the last one to what fetches older ones, and with / to the filters. */
export function useEntryKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const entries = [...document.querySelectorAll<HTMLElement>("li[id^=entry-]")];
      const at = entries.findIndex((entry) => entry.contains(document.activeElement));
      if (event.key === "j") (entries[at + 1] ?? document.querySelector<HTMLElement>("[data-more]"))?.focus();
      else if (event.key === "k") entries[Math.max(0, at - 1)]?.focus();
      else if (event.key === "/") document.querySelector<HTMLElement>("[data-filters] button")?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}
