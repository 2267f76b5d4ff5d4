/** SVG that animates itself dangerous, refers elsewhere, or carries HTML. */
import { change, element, svg, text } from "../events.mjs";

const drawing = (...childNodes) => ({ body: [svg("svg", { width: "20", height: "20" }, childNodes)] });
const go = [svg("text", { y: "10" }, [text("go")])];

export const DRAWINGS = [
  ["set that makes a link a script", ({ run }) => drawing(svg("a", {}, [svg("set", { attributeName: "href", to: `javascript:${run}` }), ...go])), "browsers refuse it"],
  ["animate that makes a link a script", ({ run }) => drawing(svg("a", {}, [svg("animate", { attributeName: "href", values: `javascript:${run}`, dur: "1s" }), ...go])), "browsers refuse it"],
  ["animate of a handler", ({ run }) => drawing(svg("rect", {}, [svg("set", { attributeName: "onclick", to: run })])), "browsers refuse it"],
  ["set of an image's address", ({ url }) => drawing(svg("image", { width: "9", height: "9" }, [svg("set", { attributeName: "href", to: url("x.png") })])), "browsers do not load it"],
  ["use of another host", ({ url }) => drawing(svg("use", { href: url("x.svg#a") }), svg("use", { "xlink:href": url("y.svg#a") }))],
  ["use of a data: drawing with a script", ({ run }) => drawing(svg("use", {
    href: `data:image/svg+xml,<svg id='a' xmlns='http://www.w3.org/2000/svg'><script>${run}</script><image href='x' onerror='${run}'/></svg>#a`,
  })), "browsers refuse it"],
  ["foreignObject with a handler", ({ run }) => drawing(svg("foreignObject", { width: "9", height: "9" }, [element("img", { src: "data:,", onerror: run })]))],
  ["foreignObject with a frame", ({ run }) => drawing(svg("foreignObject", { width: "9", height: "9" }, [element("iframe", { srcdoc: `<script>${run}</script>` })]))],
  ["an image that is a drawing with a script", ({ run }) => ({
    body: [element("img", { src: `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><script>${run}</script></svg>` })],
  }), "a drawing as an image runs nothing"],
  ["a pattern, a gradient and a marker elsewhere", ({ url }) => drawing(
    svg("rect", { width: "9", height: "9", fill: `url(${url("fill.svg#a")})`, stroke: `url(${url("stroke.svg#a")})`, filter: `url(${url("filter.svg#a")})` }),
    svg("path", { d: "M0 0L9 9", mask: `url(${url("mask.svg#a")})`, "clip-path": `url(${url("clip.svg#a")})`, "marker-end": `url(${url("marker.svg#a")})`, cursor: `url(${url("x.cur")}), auto` }),
  )],
  ["a style in a drawing", ({ url }) => drawing(svg("style", {}, [text(`rect { fill: red; background: url(${url("x.png")}) } svg { background: url(${url("y.png")}) }`)]), svg("rect"))],
  ["a style with a prefix in a drawing", ({ url }) => drawing(svg("x:style", {}, [text(`svg { background: url(${url("y.png")}) }`)]))],
  ["a handler of a drawing", ({ run }) => drawing(svg("g", { ONLOAD: run, onload: run, onbegin: run })), "in SVG a name keeps its case, and rrweb puts an underscore before the other"],
  ["onload of a drawing, set later", ({ run }) => ({ body: [svg("svg", {}, [], { id: 50 })], later: [change(50, { onload: run })] })],
  ["a discarded and a linked element", ({ run }) => drawing(svg("discard", { begin: "0s", onbegin: run }), svg("a", { "xlink:href": `javascript:${run}` }, go))],
  ["a handler element of SVG Tiny", ({ run }) => drawing(svg("handler", { "ev:event": "load", type: "text/javascript" }, [text(run)])), "browsers do not know it"],
  ["a link that is made a script later", ({ run }) => ({
    body: [svg("svg", {}, [svg("a", {}, go, { id: 50 })])],
    later: [change(50, { "xlink:href": `javascript:${run}` }), change(50, { href: `javascript:${run}` })],
  })],
];
