/** Event handlers as attributes: in the page from the start, set later, and in every spelling. */
import { add, change, element, IDS, style, svg, text } from "../events.mjs";

const PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
const BROKEN = "data:image/png,broken";
const SPIN = "@keyframes turn { from { opacity: 0 } to { opacity: 1 } } .turning { animation: turn 20ms 3 }";

/** Of every event that HTML, SVG, the window and pointer, animation, touch and media standards name. */
const EVENTS = `abort afterprint animationcancel animationend animationiteration animationstart auxclick beforecopy
  beforecut beforeinput beforematch beforepaste beforeprint beforetoggle beforeunload begin blur bounce cancel canplay
  canplaythrough change click close command contextlost contextmenu contextrestored copy cuechange cut dblclick drag
  dragend dragenter dragexit dragleave dragover dragstart drop durationchange emptied end ended error fencedtreeclick
  finish focus focusin focusout formdata fullscreenchange fullscreenerror gamepadconnected gotpointercapture hashchange
  input invalid keydown keypress keyup languagechange load loadeddata loadedmetadata loadend loadstart
  lostpointercapture message messageerror mousedown mouseenter mouseleave mousemove mouseout mouseover mouseup
  mousewheel offline online orientationchange overscroll pagehide pagereveal pageshow pageswap paste pause play playing
  pointercancel pointerdown pointerenter pointerleave pointermove pointerout pointerover pointerrawupdate pointerup
  popstate progress promptaction promptdismiss ratechange readystatechange rejectionhandled repeat reset resize scroll
  scrollend scrollsnapchange scrollsnapchanging search securitypolicyviolation seeked seeking select selectionchange
  selectstart show slotchange stalled start storage submit suspend timeupdate toggle touchcancel touchend touchmove
  touchstart transitioncancel transitionend transitionrun transitionstart unhandledrejection unload validationstatuschange
  volumechange waiting webkitanimationend webkitanimationiteration webkitanimationstart webkitfullscreenchange
  webkitmouseforcechanged webkitmouseforcedown webkittransitionend wheel zoom`.split(/\s+/);

const all = (run) => Object.fromEntries(EVENTS.map((event) => [`on${event}`, run]));
const shared = (event, tag, attributes = {}, children = []) => [
  `on${event} of ${tag}`,
  ({ run }) => ({ body: [element(tag, { ...attributes, [`on${event}`]: run }, children)] }),
];

/** Those that need nobody to fire them. */
const ALONE = [
  shared("error", "img", { src: BROKEN }),
  shared("error", "video", { src: BROKEN }),
  shared("error", "audio", { src: BROKEN }),
  shared("error", "object", { data: BROKEN }),
  shared("error", "embed", { src: BROKEN }),
  shared("loadstart", "video", { src: BROKEN }),
  shared("toggle", "details", { open: true }, [element("summary")]),
  shared("focus", "input", { autofocus: true }),
  shared("focusin", "textarea", { autofocus: true }),
  [...shared("start", "marquee", {}, [text("moving")]), "Chromium fires none"],
  shared("pageshow", "body"),
  ["onerror of a source", ({ run }) => ({ body: [element("video", {}, [element("source", { src: BROKEN, onerror: run })])] })],
  ["onerror of a link", ({ run }) => ({ head: [element("link", { rel: "stylesheet", href: "data:text/html,", onerror: run })] })],
  ["onanimationstart", ({ run }) => ({ head: [style(SPIN)], body: [element("p", { class: "turning", onanimationstart: run }, [text("turning")])] })],
  ["onanimationend", ({ run }) => ({ head: [style(SPIN)], body: [element("p", { class: "turning", onanimationend: run }, [text("turning")])] })],
  ["ontransitionend", ({ run }) => ({
    body: [element("p", { style: "transition: opacity 20ms", ontransitionend: run }, [text("fading")], { id: 50 })],
    later: [change(50, { style: { opacity: "0.2" } })],
  })],
  ["onbegin and onend of an SVG animation", ({ run }) => ({
    body: [svg("svg", {}, [svg("rect", {}, [svg("animate", { attributeName: "x", dur: "20ms", onbegin: run, onend: run })])])],
  }), "no animation begins in a document that never ends loading"],
  ["onresize and onscroll of the body", ({ run }) => ({
    bodyAttributes: { onresize: run, onscroll: run, style: "height: 5000px" },
    later: [{ source: 4, width: 500, height: 400 }, { source: 3, id: IDS.document, x: 0, y: 900 }],
  })],
];

const SPELLINGS = [
  ["in capitals", "ONERROR"],
  ["in mixed case", "oNeRrOr"],
];

/** What rrweb itself renames in a snapshot, in spellings that it does not. */
const RENAMED = [
  ["onload, in capitals", ({ run }) => ({ body: [element("img", { src: PIXEL, ONLOAD: run })] })],
  ["onload of a style, in capitals", ({ run }) => ({ head: [element("style", { ONLOAD: run }, [text("p { color: red }")])] })],
  ["onload of a frame, in capitals", ({ run }) => ({ body: [element("iframe", { ONLOAD: run })] })],
  ["onclick, in capitals", ({ run }) => ({ body: [element("button", { ONCLICK: run }, [text("press")])] })],
  ["onmouseover, in capitals", ({ run }) => ({
    body: [element("p", { ONMOUSEOVER: run }, [text("here")], { id: 50 })],
    later: [{ source: 1, positions: [{ x: 5, y: 5, id: 50, timeOffset: 0 }] }],
  })],
  ["onload, in small letters", ({ run }) => ({ body: [element("img", { src: PIXEL, onload: run })] }), "rrweb puts an underscore before it"],
];

/** Set when the page is long there. */
const LATER = [
  ["onerror set later", ({ run }) => ({ body: [element("img", {}, [], { id: 50 })], later: [change(50, { onerror: run, src: BROKEN })] })],
  ["onload set later", ({ run }) => ({ body: [element("img", {}, [], { id: 50 })], later: [change(50, { onload: run, src: PIXEL })] })],
  ["onclick set later, and a click", ({ run }) => ({
    body: [element("button", {}, [text("press")], { id: 50 })],
    later: [change(50, { onclick: run }), { source: 2, type: 2, id: 50, x: 5, y: 5 }],
  })],
  ["ondblclick, and a double click", ({ run }) => ({
    body: [element("button", { ondblclick: run }, [text("press")], { id: 50 })],
    later: [{ source: 2, type: 4, id: 50, x: 5, y: 5 }],
  })],
  ["oncontextmenu, and a right click", ({ run }) => ({
    body: [element("p", { oncontextmenu: run }, [text("press")], { id: 50 })],
    later: [{ source: 2, type: 3, id: 50, x: 5, y: 5 }],
  })],
  ["onfocus, and a focus", ({ run }) => ({
    body: [element("input", { onfocus: run, onblur: run }, [], { id: 50 })],
    later: [{ source: 2, type: 5, id: 50 }, { source: 2, type: 6, id: 50 }],
  })],
  ["oninput, and an input", ({ run }) => ({
    body: [element("input", { oninput: run, onchange: run }, [], { id: 50 })],
    later: [{ source: 5, id: 50, text: "typed", isChecked: true }],
  })],
  ["an added element with a handler", ({ run }) => ({ later: [add(IDS.body, element("img", { src: BROKEN, onerror: run }))] })],
  ["a handler, taken away and set anew", ({ run }) => ({
    body: [element("img", { onerror: run }, [], { id: 50 })],
    later: [change(50, { onerror: null }), change(50, { ONERROR: run, SRC: BROKEN })],
  })],
];

const EVERY = [
  ["every handler that there is", ({ run }) => ({ body: [element("div", all(run), [text("all")])] })],
  ["every handler that there is, on the body", ({ run }) => ({ bodyAttributes: all(run) })],
  ["every handler that there is, set later", ({ run }) => ({ body: [element("div", {}, [], { id: 50 })], later: [change(50, all(run))] })],
  ["every handler that there is, in SVG", ({ run }) => ({ body: [svg("svg", all(run), [svg("g", all(run))])] })],
  ["every handler that there is, on a field", ({ run }) => ({ body: [element("form", all(run), [element("input", all(run))])] })],
  ["every handler that there is, on media", ({ run }) => ({ body: [element("video", { ...all(run), src: BROKEN })] })],
];

export const HANDLERS = [
  ...ALONE,
  ...RENAMED,
  ...SPELLINGS.map(([how, name]) => [`a handler's name ${how}`, ({ run }) => ({ body: [element("img", { [name]: run, src: BROKEN })] })]),
  ...LATER,
  ...EVERY,
];
