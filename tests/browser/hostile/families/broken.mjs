/** Recordings that are not what they should be: ids, trees, keys, sizes, and names that shadow the document's own. */
import { add, addRaw, change, changeText, element, IDS, recordEvents, remove, style, svg, text } from "../events.mjs";

const trap = ({ run, url }, more) => element("img", { src: url("trap.png"), onerror: run }, [], more);

const ODD_IDS = [
  ["negative", -7],
  ["zero", 0],
  ["minus one", -1],
  ["fractional", 50.5],
  ["huge", 9_007_199_254_740_991],
  ["beyond all integers", 1e300],
  ["a string", "50"],
  ["a name of the prototype", "__proto__"],
  ["another name of it", "constructor"],
  ["null", null],
  ["an object", { valueOf: 1 }],
];

const IDENTITIES = ODD_IDS.map(([words, id]) => [
  `an id that is ${words}`,
  (aim) => ({
    body: [element("div", {}, [trap(aim)], { id })],
    later: [change(id, { onclick: aim.run }), addRaw({ parentId: id, nextId: id, previousId: id, node: trap(aim, { id: 70 }) }), remove(id, id)],
  }),
]);

const TREES = [
  ["ids that stand twice", (aim) => ({ body: [trap(aim, { id: 50 }), element("p", {}, [trap(aim, { id: 50 })], { id: 50 }), element("i", {}, [], { id: IDS.body })] })],
  ["a parent that is itself", (aim) => ({ body: [trap(aim)], later: [addRaw({ parentId: 70, nextId: null, node: element("div", {}, [], { id: 70 }) })] })],
  ["parents in a ring", (aim) => ({
    body: [trap(aim)],
    later: [addRaw(
      { parentId: 71, nextId: null, node: element("div", {}, [], { id: 70 }) },
      { parentId: 72, nextId: null, node: element("div", {}, [], { id: 71 }) },
      { parentId: 70, nextId: null, node: element("div", {}, [], { id: 72 }) },
    )],
  })],
  ["siblings in a ring", (aim) => ({
    body: [trap(aim)],
    later: [addRaw(
      { parentId: IDS.body, nextId: 71, previousId: 71, node: trap(aim, { id: 70 }) },
      { parentId: IDS.body, nextId: 70, previousId: 70, node: trap(aim, { id: 71 }) },
    )],
  })],
  ["a body within itself", (aim) => ({ body: [trap(aim)], later: [addRaw({ parentId: 50, nextId: null, node: element("body", {}, [], { id: IDS.body }) }), addRaw({ parentId: IDS.body, nextId: null, node: element("html", {}, [], { id: IDS.html }) })] })],
  ["the document added to an element", (aim) => ({ body: [trap(aim)], later: [addRaw({ parentId: IDS.body, nextId: null, node: { type: 0, id: 1, childNodes: [] } })] })],
  ["the root taken away", (aim) => ({ body: [trap(aim)], later: [remove(IDS.document, IDS.html), change(IDS.body, { onclick: aim.run }), add(IDS.document, element("html", {}, [element("body", {}, [trap(aim)])]))] })],
  ["a text that becomes a parent", (aim) => ({ body: [trap(aim), text("x", { id: 50 })], later: [addRaw({ parentId: 50, nextId: null, node: trap(aim, { id: 70 }) }), change(50, { onclick: aim.run })] })],
  ["nodes of no known type", (aim) => ({ body: [trap(aim), { type: 99 }, { type: "2", tagName: "img" }, {}] })],
  ["null among the children", (aim) => ({ body: [trap(aim), null, 7, "img", []] })],
  ["a tree 90 elements deep", (aim) => ({ body: [Array.from({ length: 90 }).reduce((inner) => element("div", {}, [inner]), trap(aim))] })],
  ["a root id of another document", (aim) => ({ body: [trap(aim), element("iframe", {}, [], { id: 50 })], later: [addRaw({ parentId: 50, nextId: null, node: { type: 0, id: 51, rootId: 1, childNodes: [trap(aim, { id: 52, rootId: 51 })] } })] })],
  ["a quirky document without a first child", (aim) => recordEvents([{ type: 2, data: { node: { type: 0, id: 1, compatMode: "BackCompat", childNodes: [element("html", {}, [element("body", {}, [trap(aim, { id: 9 })], { id: 4 })], { id: 2 })] }, initialOffset: { top: 0, left: 0 } } }])],
];

const own = (json) => JSON.parse(json);

const KEYS = [
  ["keys named __proto__", (aim) => ({
    body: [element("div", own(`{"__proto__": {"onclick": "x", "polluted": true}, "constructor": {"prototype": {"polluted": true}}, "onfocus": ${JSON.stringify(aim.run)}}`), [trap(aim)], own('{"__proto__": {"polluted": true}}'))],
    later: [change(IDS.body, own('{"__proto__": {"polluted": true}, "constructor": "x"}'))],
  })],
  ["style properties named like the prototype's", (aim) => ({
    body: [trap(aim), element("p", {}, [], { id: 50 })],
    later: [change(50, { style: own('{"__proto__": "x", "constructor": ["a", "b"], "cssText": "background: url(x)", "toString": false}') })],
  })],
  ["attributes that are no strings", (aim) => ({ body: [trap(aim), element("div", { title: { toString: "x" }, onclick: [aim.run], style: { length: 9 }, class: 7 })] })],
  ["names with what no name may hold", (aim) => ({ body: [trap(aim), element("div", { 'x" onclick="': aim.run, "<img": "x", " onerror": aim.run, "on\u0000click": aim.run, "": "x" })] })],
  ["elements with what no name may hold", (aim) => ({ body: [trap(aim), element("div onclick=x", {}), element("<img>", {}), element("", {}), element("a".repeat(500), {})] })],
  ["lone surrogates", (aim) => ({ body: [trap(aim), element("p", { title: "\ud800", class: "\udc00x" }, [text("\udfff\ud83d")])], later: [changeText(IDS.body, "\ud800")] })],
  ["all control characters", (aim) => ({ body: [trap(aim), element("p", { title: "\u0000\u0008\u001b\u2028\u202e\ufeff" }, [text("\u0000\u2029")])] })],
];

const MANY = 10_000;
const SIZES = [
  ["ten thousand attributes", (aim) => ({ body: [trap(aim), element("div", Object.fromEntries(Array.from({ length: MANY }, (_, at) => [`data-${at}`, ""])))] })],
  ["a value of 3 MB", (aim) => ({ body: [trap(aim), element("p", { title: "x".repeat(3e6) })] })],
  ["a style of 1 MB that is one broken rule", (aim) => ({ head: [style(`.x{background:url(${aim.url("a")}`.repeat(2e4))], body: [trap(aim)] })],
  ["ten thousand children", (aim) => ({ body: [trap(aim), ...Array.from({ length: 10_000 }, () => element("i"))] })],
  ["a thousand changes in one event", (aim) => ({ body: [trap(aim)], later: [{ source: 0, texts: [], removes: [], adds: [], attributes: Array.from({ length: 1_000 }, () => ({ id: IDS.body, attributes: { class: "x", onclick: aim.run } })) }] })],
  ["a page that is a million pixels wide", (aim) => ({ body: [trap(aim)], later: [{ source: 4, width: 1e6, height: 1e9 }, { source: 4, width: -1, height: 0 }, { source: 4, width: 1024, height: 768 }] })],
];

/** Elements under names that the player, rrweb or the veil read off a document or a form. */
const SHADOWS = `body head documentElement defaultView contentDocument contentWindow implementation createElement
  createTreeWalker getElementsByTagName querySelectorAll adoptedStyleSheets styleSheets fonts close open write
  location cookie domain ownerDocument parentNode parentElement firstChild childNodes children attributes shadowRoot nodeName nodeType
  tagName textContent setAttribute removeAttribute hasAttribute toggleAttribute appendChild insertBefore removeChild style
  sheet classList frameElement top parent self window document customElements action submit`.split(/\s+/);

const CLOBBERING = ["form", "img", "iframe", "object", "embed"].map((tag) => [
  `the document's own names taken by ${tag}`,
  (aim) => ({ body: [trap(aim), ...SHADOWS.map((name) => element(tag, { name, id: name }))], later: [add(IDS.body, trap(aim)), change(IDS.body, { class: "x" })] }),
]);

const CLOBBERED_FORMS = [
  ["a form's own names taken by its fields", (aim) => ({
    body: [trap(aim), element("form", {}, SHADOWS.map((name) => element("input", { name, id: name, value: "***" })), { id: 50 })],
    later: [change(50, { class: "x", style: "color: red" }), add(50, element("p", {}, [text("x")])), remove(IDS.body, 50)],
  })],
  ["a frame named like the document's view", (aim) => ({ body: [element("iframe", { name: "defaultView" }), element("iframe", { id: "contentWindow", name: "parent" }), trap(aim), svg("svg", { id: "documentElement" })] })],
];

export const BROKEN = [...IDENTITIES, ...TREES, ...KEYS, ...SIZES, ...CLOBBERING, ...CLOBBERED_FORMS];
