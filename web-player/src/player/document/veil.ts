import type { Replayer } from "@rrweb/replay";
import { BLOCKED, LABEL_HEIGHT, LABEL_WIDTH, MASKED } from "./styles";

const CLEAR = /[^*\s]/;
const FIELDS = "input, textarea, select";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
type Root = Document | ShadowRoot;

/**
 * Makes what marks the masked and the blocked in the replayed page, so that a rule can draw it calmly.
 *
 * An element counts as masked while it has text of its own and all text in it is masked, a field by
 * what it shows: as soon as any is clear the mark goes, since nothing that was recorded may be hidden.
 */
export function createVeil(replayer: Replayer, rules: readonly string[]): () => void {
  const sheets = new WeakSet<CSSStyleSheet>();

  function drawIn(root: Root): void {
    const texts = new Map<Element, boolean>();
    const page = root.ownerDocument ?? (root as Document);
    const walker = page.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) noteText(texts, node as Text);
      else visitElement(node as Element);
    }
    for (const field of root.querySelectorAll<Field>(FIELDS)) texts.set(field, isMasked(field));
    for (const element of root.querySelectorAll(`[${MASKED}]`)) {
      if (!texts.has(element)) mark(element, MASKED, false);
    }
    for (const [element, masked] of texts) mark(element, MASKED, masked && !CLEAR.test(element.textContent));
  }

  function visitElement(element: Element): void {
    const size = blockedSize(replayer, element);
    if (size !== undefined && element.getAttribute(BLOCKED) !== size) element.setAttribute(BLOCKED, size);
    if (element.shadowRoot === null) return;
    cover(element.shadowRoot);
    drawIn(element.shadowRoot);
  }

  /** The page's own rules do not reach into a shadow tree; rrweb may replace the sheets of one. */
  function cover(root: ShadowRoot): void {
    const view = root.ownerDocument.defaultView;
    if (view === null || root.adoptedStyleSheets.some((sheet) => sheets.has(sheet))) return;
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(rules.join("\n"));
    sheets.add(sheet);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }

  return () => {
    const page = replayer.iframe.contentDocument;
    if (page !== null) drawIn(page);
  };
}

function noteText(texts: Map<Element, boolean>, text: Text): void {
  const parent = text.parentElement;
  const value = text.data;
  if (parent === null || value.trim() === "" || parent.tagName === "STYLE") return;
  texts.set(parent, (texts.get(parent) ?? true) && !CLEAR.test(value));
}

/** What a field shows: the chosen option, the value, or the placeholder in its stead. */
function isMasked(field: Field): boolean {
  const shown = "selectedOptions" in field ? field.selectedOptions[0]?.text : field.value || field.placeholder;
  return shown !== undefined && shown.trim() !== "" && !CLEAR.test(shown);
}

/** rrweb records a blocked element as its class and its size; nothing else has that size. */
function blockedSize(replayer: Replayer, node: Node): "wide" | "small" | undefined {
  const meta = replayer.getMirror().getMeta(node);
  if (meta === null || !("attributes" in meta) || !("rr_width" in meta.attributes)) return undefined;
  const { rr_width: width, rr_height: height } = meta.attributes;
  const roomy = Number.parseFloat(String(width)) >= LABEL_WIDTH && Number.parseFloat(String(height)) >= LABEL_HEIGHT;
  return roomy ? "wide" : "small";
}

/** Writes only what changes: a written attribute restyles the page. */
function mark(element: Element, name: string, on: boolean): void {
  if (element.hasAttribute(name) !== on) element.toggleAttribute(name, on);
}
