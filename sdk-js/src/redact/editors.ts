const MARKED = "textarea,[contenteditable]";

/** Whether an element with this `contenteditable` can be edited; undefined where its parent decides. */
export function isEditable(said: unknown): boolean | undefined {
  if (/^(?:|true|plaintext-only)$/i.test(String(said ?? "-"))) return true;
  return /^false$/i.test(String(said)) ? false : undefined;
}

/** What a visitor writes in, of this element and those around it. The browser's own word for it would have the page laid out. */
export function editorOf(element: Element | null | undefined): Element | undefined {
  for (let at = element?.closest(MARKED); at; at = at.parentElement?.closest(MARKED)) {
    const editable = /^textarea$/i.test(at.tagName) || isEditable(at.getAttribute("contenteditable"));
    if (editable !== undefined) return editable ? at : undefined;
  }
  return undefined;
}
