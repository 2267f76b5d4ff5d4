/** Addresses in every attribute that loads or navigates: of scripts, of documents, of another host. */
import { add, change, element, IDS, svg, text } from "../events.mjs";

/** Spellings of `javascript:` that browsers have read as such. The last is pressed last, and so the one that is followed. */
const schemes = (run) => [
  `vbscript:${run}`,
  `livescript:${run}`,
  `JaVaScRiPt:${run}`,
  ` \t\njavascript:${run}`,
  `java\tscript:${run}`,
  `java\nscript:${run}`,
  `\u0001javascript:${run}`,
  `javascript://%0a${run}`,
  `javascript:${run}`,
];

/** One element per spelling. */
const everyScheme = (tag, name, attributes = {}, children = () => [], make = element) => ({ run }) => ({
  body: schemes(run).map((address) => make(tag, { ...attributes, [name]: address }, children())),
});

const FRAME_DOCUMENT = ({ run }) => `data:text/html,<script>${run}</script>`;

const NAVIGATING = [
  ["javascript: in href of a", everyScheme("a", "href", {}, () => [text("go")])],
  ["javascript: in href of area", everyScheme("area", "href", { shape: "default" })],
  ["javascript: in src of iframe", everyScheme("iframe", "src")],
  ["javascript: in src of frame", ({ run }) => ({ body: [element("frameset", {}, [element("frame", { src: `javascript:${run}` })])] })],
  ["javascript: in data of object", everyScheme("object", "data"), "browsers no longer run it there"],
  ["javascript: in src of embed", everyScheme("embed", "src"), "browsers no longer run it there"],
  ["javascript: in action of form", everyScheme("form", "action", {}, () => [element("button", { type: "submit" })])],
  ["javascript: in formaction of button", ({ run }) => ({
    body: schemes(run).map((formaction) => element("form", {}, [element("button", { type: "submit", formaction })])),
  })],
  ["javascript: in formaction of input", ({ run }) => ({
    body: schemes(run).map((formaction) => element("form", {}, [element("input", { type: "image", formaction })])),
  })],
  ["javascript: in xlink:href of an SVG link", everyScheme("a", "xlink:href", {}, () => [svg("text", {}, [text("go")])], svg)],
  ["javascript: in href of an SVG link", everyScheme("a", "href", {}, () => [svg("text", {}, [text("go")])], svg)],
  ["javascript: in href of MathML", ({ run }) => ({ body: [element("math", { href: `javascript:${run}` }, [element("mtext", { "xlink:href": `javascript:${run}` })])] }), "rrweb makes no MathML: these are unknown elements"],
  ["javascript: in images and media", ({ run }) => ({
    body: ["img:src", "img:lowsrc", "img:dynsrc", "input:src", "video:src", "video:poster", "audio:src", "body:background", "table:background", "td:background"]
      .map((where) => where.split(":"))
      .map(([tag, name]) => element(tag, { [name]: `javascript:${run}` })),
  }), "browsers no longer run it there"],
  ["javascript: in what is only cited", ({ run }) => ({
    body: ["blockquote:cite", "q:cite", "ins:cite", "img:longdesc", "img:usemap", "html:manifest", "head:profile", "object:codebase", "object:classid", "applet:archive"]
      .map((where) => where.split(":"))
      .map(([tag, name]) => element(tag, { [name]: `javascript:${run}` })),
  }), "browsers never run it there"],
];

const LATER = [
  ["href of a, set later to javascript:, and a click", ({ run }) => ({
    body: [element("a", { href: "/x" }, [text("go")], { id: 50 })],
    later: [change(50, { href: `javascript:${run}` }), { source: 2, type: 2, id: 50, x: 5, y: 5 }],
  })],
  ["src of iframe, set later to javascript:", ({ run }) => ({
    body: [element("iframe", {}, [], { id: 50 })],
    later: [change(50, { src: `javascript:${run}` })],
  })],
  ["action of form, set later, and a submit", ({ run }) => ({
    body: [element("form", {}, [element("button", { type: "submit" }, [], { id: 51 })], { id: 50 })],
    later: [change(50, { action: `javascript:${run}` }), { source: 2, type: 2, id: 51, x: 5, y: 5 }],
  })],
  ["an added frame of javascript:", ({ run }) => ({ later: [add(IDS.body, element("iframe", { src: `javascript:${run}` }))] })],
];

const DOCUMENTS = [
  ["a data: document in a frame", (aim) => ({ body: [element("iframe", { src: FRAME_DOCUMENT(aim) })] })],
  ["a data: document in an object", (aim) => ({ body: [element("object", { data: FRAME_DOCUMENT(aim), type: "text/html" })] })],
  ["a data: document in an embed", (aim) => ({ body: [element("embed", { src: FRAME_DOCUMENT(aim), type: "text/html" })] })],
  ["a data: SVG with a script in a frame", ({ run }) => ({
    body: [element("iframe", { src: `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><script>${run}</script></svg>` })],
  })],
  ["a data: SVG with a script in an object", ({ run }) => ({
    body: [element("object", { data: `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload="${run}"/>`, type: "image/svg+xml" })],
  })],
  ["a data: XML document with a style sheet of its own", ({ run }) => ({
    body: [element("iframe", { src: `data:text/xml,<x:script xmlns:x='http://www.w3.org/1999/xhtml'>${run}</x:script>` })],
  })],
  ["a link to a data: document", (aim) => ({ body: [element("a", { href: FRAME_DOCUMENT(aim), target: "inner" }, [text("go")]), element("iframe", { name: "inner" })] })],
];

const loads = (tag, name, path, attributes = {}, make = element) => [
  `another host in ${name} of ${tag}`,
  ({ url }) => ({ body: [make(tag, { ...attributes, [name]: url(path) })] }),
];

const FOREIGN = [
  loads("img", "src", "x.png"),
  loads("img", "srcset", "x.png 1x"),
  loads("video", "src", "x.mp4", { preload: "auto" }),
  loads("video", "poster", "x.png"),
  loads("audio", "src", "x.mp3", { preload: "auto" }),
  loads("input", "src", "x.png", { type: "image" }),
  loads("iframe", "src", "x.html"),
  loads("object", "data", "x.html"),
  loads("embed", "src", "x.html"),
  loads("body", "background", "x.png"),
  loads("table", "background", "x.png"),
  loads("image", "href", "x.png", { width: "9", height: "9" }, (...parts) => svg("svg", {}, [svg(...parts)])),
  loads("image", "xlink:href", "x.png", { width: "9", height: "9" }, (...parts) => svg("svg", {}, [svg(...parts)])),
  loads("feImage", "href", "x.svg", {}, (...parts) =>
    svg("svg", {}, [svg("filter", { id: "f" }, [svg(...parts)]), svg("rect", { width: "9", height: "9", style: "filter: url(#f)" })])),
  ["another host in source of picture", ({ url }) => ({ body: [element("picture", {}, [element("source", { srcset: url("x.webp") }), element("img")])] })],
  ["another host in a source and a track", ({ url }) => ({
    body: [element("video", { preload: "auto" }, [element("source", { src: url("x.mp4") }), element("track", { src: url("x.vtt"), default: true })])],
  })],
  ["another host in what is set later", ({ url }) => ({
    body: [element("img", {}, [], { id: 50 })],
    later: [change(50, { src: url("x.png") }), change(50, { srcset: url("y.png") }), change(50, { SRC: url("z.png") })],
  })],
  ["another host in what is added later", ({ url }) => ({ later: [add(IDS.body, element("img", { src: url("x.png") }))] })],
  ["another host without a scheme", ({ url }) => ({ body: [element("base", { href: url("") }), element("img", { src: "x.png" }), element("img", { src: "//x.hostile.test/y.png" })] })],
  ["another host over https and as a web socket", ({ host }) => ({ body: [element("img", { src: `https://${host}/x.png` }), element("iframe", { src: `ws://${host}/` })] })],
];

const UNPRESSED = "it leaves the player, which is not pressed where nothing holds it";

const SENT = [
  ["a link with a ping, pressed", ({ url }) => ({ body: [element("a", { href: "#", ping: url("ping") }, [text("go")])] })],
  ["a link to the top, pressed", ({ url }) => ({ body: [element("a", { href: url("top"), target: "_top" }, [text("go")])] }), UNPRESSED],
  ["a link to a new window, pressed", ({ url }) => ({ body: [element("a", { href: url("new"), target: "_blank" }, [text("go")])] }), UNPRESSED],
  ["a link to its own frame, pressed", ({ url }) => ({ body: [element("a", { href: url("self") }, [text("go")])] })],
  ["a link that downloads, pressed", () => ({ body: [element("a", { href: "data:application/octet-stream,x", download: "x.exe" }, [text("go")])] }), UNPRESSED],
  ["a form to another host, sent", ({ url }) => ({ body: [element("form", { action: url("form"), method: "post" }, [element("button", { type: "submit" })])] })],
  ["a form to the top, sent", ({ url }) => ({ body: [element("form", { action: url("form"), target: "_top" }, [element("button", { type: "submit" })])] }), UNPRESSED],
  ["a form and a submit event", ({ url }) => ({
    body: [element("form", { action: url("form") }, [element("input", { type: "submit" }, [], { id: 50 })])],
    later: [{ source: 2, type: 2, id: 50, x: 1, y: 1 }, { source: 5, id: 50, text: "x", isChecked: false }],
  })],
  ["a button of another form", ({ url }) => ({
    body: [element("form", { id: "far" }), element("button", { form: "far", formaction: url("form"), formtarget: "_top", formmethod: "get" }, [text("go")])],
  }), UNPRESSED],
];

export const ADDRESSES = [...NAVIGATING, ...LATER, ...DOCUMENTS, ...FOREIGN, ...SENT];
