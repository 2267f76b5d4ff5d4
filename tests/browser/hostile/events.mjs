/** What rrweb recordings are made of: nodes, changes, and whole recordings around a page's parts. */

const START = 1_700_000_000_000;
const FIRST_CHANGE_MS = 40;
const CHANGE_EVERY_MS = 20;
const LENGTH_MS = 260;

/** The ids of what every page has. */
export const IDS = { document: 1, html: 2, head: 3, body: 4 };

export const element = (tagName, attributes = {}, childNodes = [], more = {}) => ({ type: 2, tagName, attributes, childNodes, ...more });
export const svg = (tagName, attributes, childNodes, more) => element(tagName, attributes, childNodes, { isSVG: true, ...more });
export const text = (textContent, more = {}) => ({ type: 3, textContent, ...more });
export const style = (rules, more) => element("style", { type: "text/css" }, [text(rules, { isStyle: true })], more);

/** A document to stand in a frame, or to be attached to one. */
export const document = (childNodes, more = {}) => ({ type: 0, childNodes, ...more });

const mutation = (parts) => ({ source: 0, texts: [], attributes: [], removes: [], adds: [], ...parts });
export const change = (id, attributes) => mutation({ attributes: [{ id, attributes }] });
export const changeText = (id, value) => mutation({ texts: [{ id, value }] });
export const remove = (parentId, id) => mutation({ removes: [{ parentId, id }] });
export const addRaw = (...adds) => mutation({ adds });

/** Adds a node and all in it, each by itself and after its parent, as rrweb records it. */
export function add(parentId, node, nextId = null) {
  const adds = [];
  const flatten = (parent, child, next) => {
    const { childNodes = [], ...rest } = number(child);
    adds.push({ parentId: parent, nextId: next, node: { ...rest, ...(child.childNodes && { childNodes: [] }) } });
    for (const inner of childNodes) flatten(rest.id, inner, null);
  };
  flatten(parentId, node, nextId);
  return addRaw(...adds);
}

/** Attaches a document to a frame, as rrweb does once the frame has loaded. */
export const attach = (frame, childNodes, id) => ({
  ...addRaw({ parentId: frame, nextId: null, node: number(document(childNodes, { id })) }),
  isAttachIframe: true,
});

/** A whole recording of one page: its head, its body, and what happens to it later, in order. */
export function recordPage({ head = [], body = [], html = {}, bodyAttributes = {}, later = [], before = [] }) {
  const root = element("html", html, [
    element("head", {}, head, { id: IDS.head }),
    element("body", bodyAttributes, body, { id: IDS.body }),
  ], { id: IDS.html });
  const doctype = { type: 1, name: "html", publicId: "", systemId: "" };
  return recordEvents([snapshot(document([doctype, root], { id: IDS.document })), ...before, ...later]);
}

export const snapshot = (node) => ({ type: 2, data: { node: number(node), initialOffset: { top: 0, left: 0 } } });

/** Gives events their times, and what rrweb wants before and after them; bare data are incremental events. */
export function recordEvents(events, href = "https://shop.test/") {
  const [first, ...rest] = events;
  const meta = { type: 4, data: { href, width: 1024, height: 768 } };
  const timed = (event, ms) => ({ ...("type" in event && "data" in event ? event : { type: 3, data: event }), timestamp: START + ms });
  return [
    timed(meta, 0),
    timed(first, 1),
    ...rest.map((event, at) => timed(event, FIRST_CHANGE_MS + at * CHANGE_EVERY_MS)),
    timed({ source: 4, width: 1024, height: 768 }, Math.max(LENGTH_MS, FIRST_CHANGE_MS + rest.length * CHANGE_EVERY_MS + 40)),
  ];
}

let lastId = 10_000;

/** Gives an id to each node that has none. */
function number(node) {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return node;
  const { childNodes } = node;
  lastId += 1;
  return { ...node, id: "id" in node ? node.id : lastId, ...(Array.isArray(childNodes) && { childNodes: childNodes.map(number) }) };
}
