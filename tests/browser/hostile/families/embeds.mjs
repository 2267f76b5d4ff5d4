/** Scripts and what holds a document of its own: `srcdoc`, frames in frames, objects, templates, shadow trees. */
import { add, attach, change, document, element, IDS, svg, text } from "../events.mjs";

const SCRIPT_NAMES = ["SCRIPT", "Script", "sCrIpT"];
const INERT = "text stays text";

const SCRIPTS = [
  ["script", ({ run }) => ({ body: [element("script", {}, [text(run)])] }), "rrweb makes it noscript"],
  ...SCRIPT_NAMES.map((name) => [`script named ${name}`, ({ run }) => ({ body: [element(name, {}, [text(run)])] })]),
  ["script of another host", ({ url }) => ({ body: [element("SCRIPT", { src: url("x.js") })] })],
  ["script as data:", ({ run }) => ({ body: [element("SCRIPT", { src: `data:text/javascript,${run}` })] })],
  ["script as a module", ({ run }) => ({ body: [element("SCRIPT", { type: "module" }, [text(run)])] })],
  ["script for another event", ({ run }) => ({ body: [element("SCRIPT", { event: "onload", for: "window" }, [text(run)])] })],
  ["script whose text comes later", ({ run }) => ({
    body: [element("SCRIPT", {}, [text("", { id: 51 })], { id: 50 })],
    later: [{ source: 0, texts: [{ id: 51, value: run }], attributes: [], removes: [], adds: [] }],
  }), "a text that changes starts no script"],
  ["script whose src comes later", ({ run }) => ({
    body: [element("SCRIPT", {}, [], { id: 50 })],
    later: [change(50, { src: `data:text/javascript,${run}` })],
  })],
  ["script added later", ({ run }) => ({ later: [add(IDS.body, element("SCRIPT", {}, [text(run)]))] })],
  ["script in SVG", ({ run }) => ({ body: [svg("svg", {}, [svg("script", {}, [text(run)])])] }), "rrweb makes it noscript"],
  ["script in SVG, with a prefix", ({ run }) => ({ body: [svg("svg", {}, [svg("svg:script", {}, [text(run)]), svg("a:script", { href: `data:text/javascript,${run}` })])] })],
  ["script in SVG, added later", ({ run }) => ({
    body: [svg("svg", {}, [], { id: 50 })],
    later: [add(50, svg("x:script", {}, [text(run)]))],
  })],
  ["script with a space or a stroke in its name", ({ run }) => ({
    body: ["script ", "script/", "script\n", "script>", "\u0000script", "scr\u0130pt", "ſcript"].map((name) => element(name, {}, [text(run)])),
  }), "no element is called so"],
  ["script in an XHTML prefix", ({ run }) => ({ body: [element("html:script", {}, [text(run)]), element("xhtml:SCRIPT", {}, [text(run)])] }), "an unknown element in HTML"],
  ["script in MathML's name", ({ run }) => ({ body: [element("math", {}, [element("annotation-xml", { encoding: "text/html" }, [text(`<script>${run}</script>`)])])] }), INERT],
];

const HTML = ({ run }) => `<script>${run}</script><img src=x onerror="${run}"><body onload="${run}">`;

const FRAMES = [
  ["srcdoc in the page", (aim) => ({ body: [element("iframe", { srcdoc: HTML(aim) })] })],
  ["srcdoc in capitals", (aim) => ({ body: [element("iframe", { SRCDOC: HTML(aim) })] })],
  ["srcdoc set later", (aim) => ({ body: [element("iframe", {}, [], { id: 50 })], later: [change(50, { srcdoc: HTML(aim) })] })],
  ["srcdoc added later", (aim) => ({ later: [add(IDS.body, element("iframe", { srcdoc: HTML(aim) }))] })],
  ["srcdoc that allows itself scripts", (aim) => ({
    body: [element("iframe", { srcdoc: HTML(aim), sandbox: "allow-scripts allow-same-origin allow-top-navigation allow-popups allow-modals" })],
  })],
  ["srcdoc with a policy of its own", (aim) => ({ body: [element("iframe", { srcdoc: HTML(aim), csp: "script-src 'unsafe-inline'", allow: "*" })] })],
  ["srcdoc within srcdoc", (aim) => ({ body: [element("iframe", { srcdoc: `<iframe srcdoc='${HTML(aim).replaceAll("'", "&#39;")}'></iframe>` })] })],
  ["a document attached to a frame", ({ run }) => ({
    body: [element("iframe", {}, [], { id: 50 })],
    later: [attach(50, [element("html", {}, [element("body", {}, [element("SCRIPT", {}, [text(run)]), element("img", { src: "data:,", onerror: run })])])], 51)],
  })],
  ["a document attached to a frame in a frame", ({ run }) => ({
    body: [element("iframe", {}, [], { id: 50 })],
    later: [
      attach(50, [element("html", {}, [element("body", {}, [element("iframe", {}, [], { id: 60 })])])], 51),
      attach(60, [element("html", {}, [element("body", {}, [element("img", { src: "data:,", onerror: run })])])], 61),
    ],
  })],
  ["a frame that names the player's frames", ({ url }) => ({
    body: ["revoir-player", "revoir-document", "_parent", "_top"].map((name) => element("a", { href: url(name), target: name }, [text("go")])),
  }), "it leaves the player, which is not pressed where nothing holds it"],
  ["a frameset", ({ run }) => ({ body: [element("frameset", { ONLOAD: run }, [element("frame", { src: `data:text/html,<script>${run}</script>` })])] })],
  ["a document node in a frame's children", ({ run }) => ({
    body: [element("iframe", {}, [document([element("html", {}, [element("body", {}, [element("SCRIPT", {}, [text(run)])])])])])],
  })],
];

const HOLDERS = [
  ["an object with parameters", ({ url }) => ({
    body: [element("object", { classid: "clsid:d27cdb6e-ae6d-11cf-96b8-444553540000", data: url("x.swf"), type: "application/x-shockwave-flash" }, [
      element("param", { name: "movie", value: url("y.swf") }),
    ])],
  }), "no plug-in plays it"],
  ["an applet", ({ url }) => ({ body: [element("applet", { code: "X.class", archive: url("x.jar"), codebase: url("") })] }), "browsers have given it up"],
  ["a portal and a fenced frame", ({ url }) => ({
    body: [element("portal", { src: url("portal") }), element("fencedframe", { src: url("fenced") }), element("webview", { src: url("view") })],
  }), "browsers do not load them"],
  ["a template with a script", ({ run }) => ({ body: [element("template", {}, [element("SCRIPT", {}, [text(run)])])] })],
  ["a template that declares a shadow tree", ({ run }) => ({
    body: [element("div", {}, [element("template", { shadowrootmode: "open" }, [element("img", { src: "data:,", onerror: run })])])],
  })],
  ["a script in a shadow tree", ({ run }) => ({
    body: [element("div", {}, [element("SCRIPT", {}, [text(run)], { isShadow: true }), element("img", { src: "data:,", onerror: run }, [], { isShadow: true })], { isShadowHost: true })],
  })],
  ["a shadow tree that comes later", ({ run }) => ({
    body: [element("div", {}, [], { id: 50 })],
    later: [add(50, element("img", { src: "data:,", onerror: run }, [], { isShadow: true }))],
  })],
  ["noscript with markup", (aim) => ({ body: [element("noscript", {}, [text(HTML(aim))])] }), INERT],
  ["noscript with an image", ({ url }) => ({ body: [element("noscript", {}, [element("img", { src: url("x.png") })])] })],
];

const TEXTS = ["textarea", "xmp", "plaintext", "title", "listing", "noembed", "noframes", "iframe", "style", "option", "pre"].map((tag) => [
  `text that would break out of ${tag}`,
  (aim) => ({ body: [element(tag, {}, [text(`</${tag}>${HTML(aim)}`)])] }),
  INERT,
]);

const TEXTUAL = [
  ["a value that would break out of a textarea", (aim) => ({ body: [element("textarea", { value: `</textarea>${HTML(aim)}` })] }), INERT],
  ["a comment that would end early", (aim) => ({ body: [{ type: 5, textContent: `-->${HTML(aim)}<!--` }, { type: 4, textContent: `]]>${HTML(aim)}` }] }), INERT],
  ["a document type with markup", (aim) => ({ before: [], later: [], body: [{ type: 1, name: "html", publicId: `">${HTML(aim)}`, systemId: `'>${HTML(aim)}` }] }), INERT],
];

export const EMBEDS = [...SCRIPTS, ...FRAMES, ...HOLDERS, ...TEXTS, ...TEXTUAL];
