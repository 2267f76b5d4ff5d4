/**
 * Has rrweb make its elements in a document that runs nothing and loads nothing.
 *
 * While it seeks, its virtual DOM makes them with `document.createElement`, and that document is the
 * player's own, in which scripts run. One whose sibling never comes is left there and given all its
 * attributes, handlers included. What is put into the replayed page belongs to that page from then on.
 */
export function makeElementsInert(): void {
  const inert = document.implementation.createHTMLDocument("");
  Object.assign(document, {
    createElement: inert.createElement.bind(inert),
    createElementNS: inert.createElementNS.bind(inert),
  });
}
