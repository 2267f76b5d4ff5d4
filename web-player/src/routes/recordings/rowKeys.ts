import { useEffect } from "react";
import type { RefObject } from "react";
import { isTaken } from "../../keyboard";

/** j and k move the focus over the rows, Delete asks `onDelete`. Answers how to focus a row by its place. */
export function useRowKeys(table: RefObject<HTMLTableElement | null>, onDelete: (id: string) => void) {
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
      const at = rows.findIndex((row) => row === document.activeElement);
      if (event.key === "j") focusRow(at + 1);
      else if (event.key === "k") focusRow(at === -1 ? 0 : at - 1);
      else if (event.key === "Delete" && at !== -1) onDelete(rows[at]?.dataset.recording ?? "");
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  return focusRow;
}
