/** What is rrweb's own: its attributes, its other events, custom elements, canvases, media, dialogs. */
import { add, change, element, IDS, recordEvents, style, text } from "../events.mjs";

const PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
const OFF = "the player does not replay canvases";

const ATTRIBUTES = [
  ["rr_dataURL of a canvas", ({ url }) => ({ body: [element("canvas", { rr_dataURL: url("x.png") })] })],
  ["rr_dataURL of a canvas, set later", ({ url }) => ({ body: [element("canvas", {}, [], { id: 50 })], later: [change(50, { rr_dataURL: url("x.png") })] }), "the player lets rrweb make that image where nothing loads"],
  ["rr_dataURL of an image", ({ url }) => ({ body: [element("img", { rr_dataURL: url("x.png"), src: "/y.png" })] })],
  ["rr_dataURL that is a drawing with a script", ({ run }) => ({
    body: [element("canvas", { rr_dataURL: `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload="${run}"/>` })],
  }), "a drawing as an image runs nothing"],
  ["rr_src and rr_captured attributes", ({ url }) => ({
    body: [element("iframe", { rr_src: url("a") }), element("img", { rr_src: url("b"), "rrweb-original-src": url("c") }), element("link", { rr_href: url("d") })],
  }), "rrweb reads none of them"],
  ["rr_width and rr_height as CSS", ({ url }) => ({
    body: [element("div", { class: "rr-block", rr_width: `1px; background: url(${url("a")})`, rr_height: `calc(1px * url(${url("b")}))` })],
  }), "each is the value of one property"],
  ["rr_open_mode with markup", ({ run }) => ({ body: [element("dialog", { open: "", rr_open_mode: `modal" onfocus="${run}` }, [element("button", {}, [text("x")])])] }), "it is one attribute's value"],
  ["rr_mediaState of what is no media", ({ run }) => ({ body: [element("div", { rr_mediaState: "played", onplay: run }), element("video", { rr_mediaState: "played", rr_mediaVolume: 99, onplay: run })] }), "rrweb stops there"],
];

const ELEMENTS = [
  ["a custom element with a handler", ({ run }) => ({ body: [element("x-trap", { onclick: run, onfocus: run, tabindex: "0", autofocus: true }, [], { isCustom: true })] })],
  ["a custom element named like a built-in", ({ run }) => ({ body: [element("font-face", { onfocus: run, tabindex: "0", autofocus: true }, [], { isCustom: true })] }), "it may not be defined: rrweb stops there"],
  ["is= of a built-in", ({ run }) => ({ body: [element("img", { is: "x-image", src: "data:,", onerror: run }, [], { isCustom: true })] }), "it may not be defined: rrweb stops there"],
  ["a custom element, defined by an event", ({ run }) => ({
    body: [element("x-later", { onfocus: run, tabindex: "0", autofocus: true })],
    later: [{ source: 16, define: { name: "x-later" } }, { source: 16, define: { name: "SCRIPT" } }],
  })],
  ["two of one custom element", ({ run }) => ({
    body: [element("x-two", { onfocus: run, tabindex: "0" }, [], { isCustom: true }), element("x-two", {}, [], { isCustom: true, isShadowHost: true })],
  })],
  ["a dialog that opens as modal", ({ run }) => ({
    body: [element("dialog", { onclose: run, oncancel: run, onfocus: run, ontoggle: run }, [element("button", { autofocus: true, onfocus: run })], { id: 50 })],
    later: [change(50, { open: "", rr_open_mode: "modal" }), change(50, { open: null })],
  })],
  ["a popover with handlers", ({ run }) => ({
    body: [element("button", { popovertarget: "p" }, [text("open")]), element("div", { id: "p", popover: "", onbeforetoggle: run, ontoggle: run }, [text("x")])],
  })],
  ["a button with a command", ({ run }) => ({
    body: [element("button", { commandfor: "d", command: "show-modal" }, [text("open")]), element("dialog", { id: "d", ontoggle: run, oncommand: run }, [text("x")])],
  })],
  ["details and a summary", ({ run }) => ({ body: [element("details", { ontoggle: run }, [element("summary", {}, [text("more")]), text("x")])] })],
  ["an input of every type", ({ run }) => ({
    body: ["text", "image", "submit", "file", "color", "date", "range", "hidden", "search"].map((type) => element("input", { type, src: "data:,", onerror: run, onclick: run })),
  })],
];

const EVENTS = [
  ["canvas commands that make functions", ({ run }) => ({
    body: [element("canvas", {}, [], { id: 50 })],
    later: [
      { source: 9, id: 50, type: 0, property: "drawImage", args: [{ rr_type: "Promise", args: [{ rr_type: "Function", args: [run] }] }] },
      { source: 9, id: 50, type: 0, commands: [{ property: "constructor", args: [{ rr_type: "Function", args: [run] }] }] },
      { source: 9, id: 50, type: 1, property: "__proto__", setter: true, args: [{ rr_type: "Function", args: [run] }] },
    ],
  }), OFF],
  ["canvas commands that ask elsewhere", ({ url, host }) => ({
    body: [element("canvas", {}, [], { id: 50 })],
    later: [
      { source: 9, id: 50, type: 0, property: "drawImage", args: [{ rr_type: "HTMLImageElement", src: url("a.png") }, 0, 0] },
      { source: 9, id: 50, type: 0, property: "drawImage", args: [{ rr_type: "WebSocket", args: [`ws://${host}/`] }, 0, 0] },
      { source: 9, id: 50, type: 0, property: "drawImage", args: [{ rr_type: "Worker", args: ["data:text/javascript,0"] }, 0, 0] },
      { source: 9, id: 50, type: 0, property: "fillStyle", setter: true, args: [url("b")] },
    ],
  }), OFF],
  ["media that plays another host", ({ url, run }) => ({
    body: [element("video", { src: url("x.mp4"), onplay: run, onerror: run }, [], { id: 50 })],
    later: [{ source: 7, id: 50, type: 0, currentTime: 1, volume: 1, muted: false, playbackRate: 1 }, { source: 7, id: 50, type: 2, currentTime: 9e9 }],
  })],
  ["custom events and plug-ins", ({ run, url }) => ({
    later: [
      { type: 5, data: { tag: `<img src=x onerror="${run}">`, payload: { html: `<script>${run}</script>`, url: url("a") } } },
      { type: 6, data: { plugin: "rrweb/console@1", payload: { level: "log", trace: [run], payload: [`"<img src=x onerror=${run}>"`] } } },
      { type: 6, data: { plugin: "rrweb/network@1", payload: { requests: [{ name: url("b"), status: 200 }] } } },
      { source: 11, level: "error", trace: [], payload: [run] },
    ],
  }), "the player has no plug-ins"],
  ["an input whose text is markup", ({ run }) => ({
    body: [element("input", {}, [], { id: 50 }), element("textarea", {}, [], { id: 51 }), element("div", { contenteditable: "" }, [], { id: 52 })],
    later: [50, 51, 52, IDS.body].map((id) => ({ source: 5, id, text: `<img src=x onerror="${run}">`, isChecked: true, userTriggered: true })),
  }), "a value is text"],
  ["a value that is set on an object", ({ url }) => ({
    body: [element("param", { name: "movie" }, [], { id: 50 }), element("iframe", {}, [], { id: 51 }), element("SCRIPT", {}, [], { id: 52 })],
    later: [50, 51, 52].map((id) => ({ source: 5, id, text: url("x"), isChecked: true })),
  }), "no value loads anything"],
  ["moves and touches over traps", ({ run }) => ({
    body: [element("p", { onmouseenter: run, onpointerenter: run, ontouchstart: run }, [text("x")], { id: 50 })],
    later: [
      { source: 6, positions: [{ x: 1, y: 1, id: 50, timeOffset: 0 }] },
      { source: 2, type: 7, id: 50, x: 1, y: 1 },
      { source: 2, type: 9, id: 50, x: 1, y: 1 },
      { source: 2, type: 10, id: 50, x: 1, y: 1 },
      { source: 2, type: "constructor", id: 50, x: 1, y: 1 },
    ],
  })],
  ["hover rules that ask elsewhere", ({ url }) => ({
    head: [style(`p:hover { background: url(${url("a.png")}) } p:focus, p:active { background: url(${url("b.png")}) }`)],
    body: [element("p", {}, [text("x")], { id: 50 })],
    later: [{ source: 1, positions: [{ x: 1, y: 1, id: 50, timeOffset: 0 }] }, { source: 2, type: 2, id: 50, x: 1, y: 1 }],
  })],
  ["a selection and a scroll on traps", ({ run }) => ({
    body: [element("p", { onselectstart: run, onscroll: run, onbeforematch: run, style: "height: 20px; overflow: scroll" }, [element("p", { style: "height: 900px" }, [text("x", { id: 51 })])], { id: 50 })],
    later: [{ source: 14, ranges: [{ start: 51, startOffset: 0, end: 51, endOffset: 1 }] }, { source: 3, id: 50, x: 0, y: 40 }],
  })],
  ["addresses of pages that are scripts", ({ run }) => ({
    later: [
      { type: 4, data: { href: `javascript:${run}`, width: 800, height: 600 } },
      { type: 4, data: { href: `https://shop.test/<img src=x onerror="${run}">?q=<script>${run}</script>`, width: 800, height: 600 } },
    ],
  }), "an address is shown as text"],
  ["sizes that are markup", ({ run }) => ({ later: [{ type: 4, data: { href: "https://shop.test/", width: `1" onload="${run}`, height: `1px;background:url(x)` } }] }), "it is one attribute's value"],
];

const REBUILT = [
  ["a second page with a handler", ({ run }) => ({
    later: [
      { type: 4, data: { href: "https://shop.test/next", width: 1024, height: 768 } },
      { type: 2, data: { node: { type: 0, id: 1, childNodes: [element("html", {}, [element("body", {}, [element("img", { src: "data:,", onerror: run }, [], { id: 84 })], { id: 83 })], { id: 82 })] }, initialOffset: { top: 0, left: 0 } } },
    ],
  })],
  ["an image that is swapped for a frame of the same id", ({ run }) => ({
    body: [element("img", {}, [], { id: 50 })],
    later: [
      { source: 0, texts: [], attributes: [], removes: [{ parentId: IDS.body, id: 50 }], adds: [] },
      add(IDS.body, element("iframe", { src: `javascript:${run}` }, [], { id: 50 })),
    ],
  })],
  ["a recording that begins in the middle", ({ run }) => recordEvents([
    { source: 0, texts: [], attributes: [{ id: 4, attributes: { onload: run } }], removes: [], adds: [{ parentId: 4, nextId: null, node: element("img", { src: PIXEL, ONLOAD: run }, [], { id: 9 }) }] },
    { type: 2, data: { node: { type: 0, id: 1, childNodes: [element("html", {}, [element("body", { ONPAGESHOW: run }, [], { id: 4 })], { id: 2 })] }, initialOffset: { top: 0, left: 0 } } },
  ])],
];

export const FORMATS = [...ATTRIBUTES, ...ELEMENTS, ...EVENTS, ...REBUILT];
