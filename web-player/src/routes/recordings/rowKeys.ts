import { useEffect } from "react";
import type { RefObject } from "react";
import { isTaken } from "../../keyboard";

/** What the keys of the list do, by the id of the row that has the focus. */
export interface RowActions {
  onDelete: (id: string | undefined) => void;
  onChoose: (id: string) => void;
  onHelp: () => void;
  /** Called where there is no further row. */
  onEnd: () => void;
}

/** Moves the focus over the rows, and answers how to focus one by its place. */
export function useRowKeys(table: RefObject<HTMLTableElement | null>, actions: RowActions) {
  const links = () => [...(table.current?.querySelectorAll<HTMLAnchorElement>("a[data-recording]") ?? [])];
  const focusRow = (place: number) => {
    const rows = links();
    const row = rows[Math.max(0, Math.min(place, rows.length - 1))];
    row?.focus({ preventScroll: true });
    row?.closest("tr")?.scrollIntoView({ block: "nearest" });
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const rows = links();
      const focused = document.activeElement?.closest("tr[data-row]");
      const at = focused ? rows.findIndex((row) => focused.contains(row)) : -1;
      const id = rows[at]?.ariaDisabled === "true" ? undefined : rows[at]?.dataset.recording;
      if (event.key === "j") at === rows.length - 1 ? actions.onEnd() : focusRow(at + 1);
      else if (event.key === "k") focusRow(at === -1 ? 0 : at - 1);
      else if (event.key === "x" && id) actions.onChoose(id);
      else if (event.key === "Delete") actions.onDelete(id);
      else if (event.key === "/") document.querySelector<HTMLElement>("[data-filters] button")?.focus();
      else if (event.key === "?") actions.onHelp();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  return focusRow;
}
