/** CSS that asks elsewhere, in every place in which a recording may hold CSS. */
import { add, change, changeText, element, IDS, style, text } from "../events.mjs";

const box = element("p", { class: "x", id: "x" }, [text("text")]);
const sheet = (make, quiet) => [make.idea, (aim) => ({ head: [style(make(aim))], body: [box] }), quiet];
const idea = (words, make) => Object.assign(make, { idea: words });

const PROPERTIES = [
  ["background", "", "no-repeat"], ["list-style-image"], ["border-image-source"], ["cursor", "", ", auto"], ["content"],
  ["mask-image"], ["-webkit-mask"], ["shape-outside"], ["filter", "", "", "#f"], ["clip-path", "", "", "#c"], ["-webkit-box-reflect", "below 0 "], ["offset-path", "", "", "#p"],
];

const AT_PLACES = [
  sheet(idea("url() in every property", ({ url }) => PROPERTIES.map(([name, before = "", after = "", hash = ""]) =>
    `.x { display: list-item; border: 1px solid; ${name}: ${before}url(${url(`${name}.svg`)}${hash}) ${after} }`).join("\n"))),
  sheet(idea("url() with quotes, spaces and capitals", ({ url }) =>
    `.x { background: URL( "${url("a")}" ), uRl('${url("b")}'), url(\n${url("c")}\n) }`)),
  sheet(idea("url() in escapes", ({ url }) => `.x { background: \\75rl(${url("a")}) } #x { background-image: \\000075 \\72\\6c(${url("b")}) } p { background: u\\rl(${url("c")}) }`)),
  sheet(idea("url() after a comment that seems to end", ({ url }) => `/* " */ .x { background: url(${url("a")}) } /* ' */ p { background: url/**/(${url("b")}) }`)),
  sheet(idea("url() after a string that does not end", ({ url }) => `.y { content: "abc\n } .x { background: url(${url("a")}) }`)),
  sheet(idea("url() after a broken rule", ({ url }) => `}}} ]] ) .z {} @media ; .x { background: url(${url("a")}) } .x { background: url(${url("b")}) }`)),
  sheet(idea("@import", ({ url }) => `@import url(${url("a.css")}); @import "${url("b.css")}" screen;`)),
  sheet(idea("@import in escapes and capitals", ({ url }) => `@\\69mport "${url("a.css")}"; @IMPORT '${url("b.css")}';`)),
  sheet(idea("@import after @layer and @charset", ({ url }) => `@charset "utf-8"; @layer a, b; @import url("${url("a.css")}") layer(a) supports(display: grid);`)),
  sheet(idea("@font-face", ({ url }) => `@font-face { font-family: leak; src: url(${url("x.woff2")}) format("woff2"); unicode-range: U+0-FFFF } .x { font-family: leak }`)),
  sheet(idea("image-set() with bare strings", ({ url }) => `.x { background: image-set("${url("a.png")}" 1x, "${url("b.png")}" 2x) } p { background: -webkit-image-set(url(${url("c.png")}) 1x) }`)),
  sheet(idea("cross-fade() and image()", ({ url }) => `.x { background: -webkit-cross-fade(url(${url("a.png")}), url(${url("b.png")}), 50%) } p { background: image("${url("c.png")}") }`)),
  sheet(idea("src() and url() with modifiers", ({ url }) => `.x { background: src("${url("a.png")}") } p { background: url("${url("b.png")}" crossorigin(anonymous)) }`), "browsers do not know it yet"),
  sheet(idea("custom properties joined by var()", ({ url }) => `:root { --a: url(${url("a.png")}); --b: "${url("b.png")}" } .x { background: var(--a), image-set(var(--b) 1x) }`)),
  sheet(idea("a registered property", ({ url }) => `@property --p { syntax: "<url>"; inherits: true; initial-value: url(${url("a.png")}) } .x { background: var(--p) } #x { --q: url(${url("b.png")}); background: var(--q) }`)),
  sheet(idea("attr() as an address", ({ url }) => `.x { background: image-set(attr(data-a type(<string>)) 1x), url(${url("a.png")}) }`), "browsers refuse it"),
  sheet(idea("attribute selectors that leak a value", ({ url }) => "abcdefghijklmnopqrstuvwxyz".split("").map((letter) => `p[class^="${letter}"] { background: url(${url(letter)}) }`).join("\n"))),
  sheet(idea("a rule in nested rules", ({ url }) => `@media all { @supports (display: grid) { @container (min-width: 0) { p { background: url(${url("a.png")}) } } @layer z { .x { &:not(:hover) { background: url(${url("b.png")}) } } } } }`)),
  sheet(idea("@namespace, @document and @page", ({ url }) => `@namespace x url(${url("a")}); @document url(${url("b")}) { p { background: url(${url("c")}) } } @page { background: url(${url("d")}) } p { background: url(${url("e")}) }`)),
  sheet(idea("a worklet and an element", ({ url }) => `.x { background: paint(leak, url(${url("a.png")})) } p { background: -moz-element(#x) } #x { list-style: url(${url("b.png")}); display: list-item; background: url(${url("c.png")}) }`)),
  sheet(idea("expression(), behavior and -moz-binding", ({ run, url }) => `.x { width: expression(${run}); behavior: url(${url("x.htc")}); -moz-binding: url(${url("x.xml#a")}); background: javascript:${run} }`), "browsers have given it up"),
  sheet(idea("url() of a script", ({ run }) => `.x { background: url("javascript:${run}"); list-style: url("data:text/html,<script>${run}</script>") }`), "browsers never run it there"),
  sheet(idea("markup that would end the style", ({ run }) => `</style><script>${run}</script><style>`), "text stays text"),
  sheet(idea("@view-transition, @starting-style and @counter-style", ({ url }) => `@counter-style a { system: cyclic; symbols: url(${url("a.png")}) } @starting-style { .x { background: url(${url("b.png")}) } } .x { background: url(${url("c.png")}) }`)),
];

const ELSEWHERE = [
  ["style of an element", ({ url }) => ({ body: [element("p", { style: `background: url(${url("a.png")})` }, [text("x")])] })],
  ["style of an element, set later as text", ({ url }) => ({ body: [element("p", {}, [], { id: 50 })], later: [change(50, { style: `background: url(${url("a.png")})` })] })],
  ["style of an element, set later by property", ({ url }) => ({
    body: [element("p", {}, [], { id: 50 })],
    later: [change(50, { style: { "background-image": `url(${url("a.png")})`, "list-style-image": [`url(${url("b.png")})`, "important"] } })],
  })],
  ["_cssText of a link", ({ url }) => ({ head: [element("link", { rel: "stylesheet", _cssText: `p { background: url(${url("a.png")}) }` })], body: [box] })],
  ["_cssText of a style", ({ url }) => ({ head: [element("style", { _cssText: `@import url(${url("a.css")}); p { background: url(${url("b.png")}) }` })], body: [box] })],
  ["_cssText set later", ({ url }) => ({ head: [element("style", {}, [], { id: 50 })], body: [box], later: [change(50, { _cssText: `p { background: url(${url("a.png")}) }` })] })],
  ["the text of a style, changed later", ({ url }) => ({
    head: [element("style", {}, [text("p { color: red }", { id: 51 })], { id: 50 })],
    body: [box],
    later: [changeText(51, `p { background: url(${url("a.png")}) }`)],
  })],
  ["the text of a style, added later", ({ url }) => ({
    head: [element("style", {}, [], { id: 50 })],
    body: [box],
    later: [add(50, text(`p { background: url(${url("a.png")}) }`, { isStyle: true }))],
  })],
  ["a whole style, added later", ({ url }) => ({ body: [box], later: [add(IDS.head, style(`p { background: url(${url("a.png")}) }`))] })],
  ["a rule put into a sheet", ({ url }) => ({
    head: [style("p { color: red }", { id: 50 })],
    body: [box],
    later: [{ source: 8, id: 50, adds: [{ rule: `p { background: url(${url("a.png")}) }`, index: 0 }, { rule: `@import url(${url("b.css")})`, index: 0 }] }],
  })],
  ["a rule put into a rule", ({ url }) => ({
    head: [style("@media all { p { color: red } }", { id: 50 })],
    body: [box],
    later: [{ source: 8, id: 50, adds: [{ rule: `p { background: url(${url("a.png")}) }`, index: [0, 0] }] }],
  })],
  ["a sheet's text, replaced", ({ url }) => ({
    body: [box],
    later: [
      { source: 15, id: IDS.document, styles: [{ styleId: 1, rules: [] }], styleIds: [1] },
      { source: 8, styleId: 1, replaceSync: `p { background: url(${url("a.png")}) }` },
      { source: 8, styleId: 1, replace: `p { background: url(${url("b.png")}) }` },
    ],
  })],
  ["an adopted sheet", ({ url }) => ({
    body: [box],
    later: [{ source: 15, id: IDS.document, styles: [{ styleId: 1, rules: [{ rule: `p { background: url(${url("a.png")}) }`, index: 0 }] }], styleIds: [1] }],
  })],
  ["an adopted sheet of a shadow tree", ({ url }) => ({
    body: [element("div", {}, [element("p", {}, [text("x")], { isShadow: true })], { id: 50, isShadowHost: true })],
    later: [{ source: 15, id: 50, styles: [{ styleId: 1, rules: [{ rule: `p { background: url(${url("a.png")}) }`, index: 0 }] }], styleIds: [1] }],
  })],
  ["a declaration set by a script", ({ url }) => ({
    head: [style("p { color: red }", { id: 50 })],
    body: [box],
    later: [
      { source: 13, id: 50, index: [0], set: { property: "background-image", value: `url(${url("a.png")})`, priority: "important" } },
      { source: 13, id: 50, index: [0], set: { property: "--a", value: `url(${url("b.png")})` } },
    ],
  })],
  ["a font that a script made", ({ url }) => ({
    head: [style("p { font-family: leak }")],
    body: [box],
    later: [{ source: 10, family: "leak", fontSource: `url(${url("x.woff2")})`, buffer: false, descriptors: {} }],
  })],
  ["a style with a media query and a type", ({ url }) => ({ head: [element("STYLE", { media: "all", type: "" }, [text(`p { background: url(${url("a.png")}) }`)])], body: [box] })],
  ["presentation attributes of HTML", ({ url }) => ({
    body: [element("font", { color: `red; background: url(${url("a.png")})`, face: `x; src: url(${url("b")})` }, [text("x")]), element("hr", { style: `border-image: url(${url("c.png")}) 1` })],
  })],
];

export const STYLES = [...AT_PLACES, ...ELSEWHERE];
