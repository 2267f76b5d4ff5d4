import type { Replayer } from "@rrweb/replay";
import { BLOCKED, MASKED } from "./styles";

const CLEAR = /[^*\s]/;

/**
 * Marks what was masked or blocked in the replayed page, so that a rule can draw it calmly.
 *
 * An element counts as masked while it has text of its own and all text in it is masked: as soon as
 * any is clear the mark goes, since nothing that was recorded may be hidden.
 */
export function drawVeil(replayer: Replayer): void {
  const root = replayer.iframe.contentDocument?.documentElement;
  if (!root) return;
  const texts = new Map<Element, boolean>();
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) noteText(texts, node as Text);
    else if (isBlocked(replayer, node)) mark(node as Element, BLOCKED, true);
  }
  for (const element of root.querySelectorAll(`[${MASKED}]`)) {
    if (!texts.has(element)) mark(element, MASKED, false);
  }
  for (const [element, masked] of texts) mark(element, MASKED, masked && !CLEAR.test(element.textContent));
}

function noteText(texts: Map<Element, boolean>, text: Text): void {
  const parent = text.parentElement;
  const value = text.data;
  if (parent === null || value.trim() === "" || parent.tagName === "STYLE") return;
  texts.set(parent, (texts.get(parent) ?? true) && !CLEAR.test(value));
}

/** rrweb records a blocked element as its class and its size; nothing else has that size. */
function isBlocked(replayer: Replayer, node: Node): boolean {
  const meta = replayer.getMirror().getMeta(node);
  return meta !== null && "attributes" in meta && "rr_width" in meta.attributes;
}

/** Writes only what changes: a written attribute restyles the page. */
function mark(element: Element, name: string, on: boolean): void {
  if (element.hasAttribute(name) !== on) element.toggleAttribute(name, on);
}
