const KEPT_AS = "revoir.keys";

/** Whether keys of one character mean something. They can be turned off, for those whom they get in the way of. */
export function hasCharacterKeys(): boolean {
  return localStorage.getItem(KEPT_AS) !== "off";
}

export function keepCharacterKeys(on: boolean): void {
  if (on) localStorage.removeItem(KEPT_AS);
  else localStorage.setItem(KEPT_AS, "off");
}

/** Whether a key press belongs to something else: a field, a dialog, a menu, or a shortcut of the browser. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (event.key.length === 1 && event.key !== " " && !hasCharacterKeys()) return true;
  const target = event.target instanceof Element ? event.target : undefined;
  const busy = "input:not([type=range], [type=checkbox]), textarea, select, [role=menu]";
  return target?.closest(busy) != null || document.querySelector("[role=dialog]") !== null;
}
