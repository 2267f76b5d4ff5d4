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

/** Moves the focus over the rows that are there. */
export function useRowKeys(table: RefObject<HTMLTableElement | null>, actions: RowActions): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const rows = [...(table.current?.querySelectorAll<HTMLAnchorElement>("a[data-recording]") ?? [])];
      const focused = document.activeElement?.closest("tr[data-row]");
      const at = focused ? rows.findIndex((row) => focused.contains(row)) : -1;
      const id = rows[at]?.ariaDisabled === "true" ? undefined : rows[at]?.dataset.recording;
      if (event.key === "j") at === rows.length - 1 ? actions.onEnd() : focusRow(rows[at + 1]);
      else if (event.key === "k") focusRow(rows[Math.max(0, at - 1)]);
      else if (event.key === "x" && id) actions.onChoose(id);
      else if (event.key === "Delete") actions.onDelete(id);
      else if (event.key === "/") document.querySelector<HTMLElement>("[data-filters] button")?.focus();
      else if (event.key === "?") actions.onHelp();
      else return;
      event.preventDefault();
    };
    // Before the keys that work everywhere: the list has its own answer to a question mark.
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  });
}

/** Moves the focus to the row of a recording. */
export function focusRow(link: HTMLAnchorElement | null | undefined): void {
  link?.focus({ preventScroll: true });
  link?.closest("tr")?.scrollIntoView({ block: "nearest" });
}
