/** Whether a key press belongs to something else: a field, a dialog, a menu, or a shortcut of the browser. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target instanceof Element ? event.target : undefined;
  const busy = "input:not([type=range], [type=checkbox]), textarea, select, [role=menu]";
  return target?.closest(busy) != null || document.querySelector("[role=dialog]") !== null;
}
