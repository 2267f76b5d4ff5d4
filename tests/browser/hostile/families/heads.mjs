/** What stands in a head: refreshes, policies, bases, links that load ahead, rules for speculation. */
import { add, change, element, IDS, text } from "../events.mjs";

const link = (rel, attributes = {}) => [`link ${rel}`, ({ url }) => ({ head: [element("link", { rel, href: url(rel.replaceAll(" ", "-")), ...attributes })] })];
const quiet = ([idea, make], reason) => [idea, make, reason];

const UNLOADED = "a replayed document never ends loading, so that it does not refresh";

const META = [
  ["meta refresh to another host", ({ url }) => ({ head: [element("meta", { "http-equiv": "refresh", content: `0;url=${url("refresh")}` })] }), UNLOADED],
  ["meta refresh to a data: document", ({ run }) => ({
    head: [element("meta", { "http-equiv": "refresh", content: `0;url=data:text/html,<script>${run}</script>` })],
  }), UNLOADED],
  ["meta refresh to javascript:", ({ run }) => ({
    head: [element("meta", { "http-equiv": "refresh", content: `0;url=javascript:${run}` })],
  }), "browsers refuse it"],
  ["meta refresh, set later", ({ url }) => ({
    head: [element("meta", {}, [], { id: 50 })],
    later: [change(50, { "http-equiv": "refresh", content: `0;url=${url("refresh")}` })],
  }), UNLOADED],
  ["meta set-cookie", () => ({ head: [element("meta", { "http-equiv": "set-cookie", content: "revoir_session=stolen; path=/" })] }), "browsers refuse it"],
  ["meta policy that would report", ({ url }) => ({
    head: [element("meta", { "HTTP-EQUIV": "Content-Security-Policy", content: `img-src 'none'; report-uri ${url("report")}` }), element("img", { src: url("x.png") })],
  })],
  ["meta referrer that tells all", ({ url }) => ({
    head: [element("meta", { name: "referrer", content: "unsafe-url" })],
    body: [element("img", { src: url("x.png"), referrerpolicy: "unsafe-url" })],
  })],
  ["base of another host", ({ url }) => ({ head: [element("base", { href: url("") })], body: [element("img", { src: "below.png" })] })],
  ["base with a target", ({ url }) => ({ head: [element("base", { target: "inner", href: url("") })], body: [element("a", { href: "below.html" }, [text("go")]), element("iframe", { name: "inner" })] })],
  ["base set later", ({ url }) => ({
    head: [element("base", {}, [], { id: 50 })],
    body: [element("img", {}, [], { id: 51 })],
    later: [change(50, { href: url("") }), change(51, { src: "below.png" })],
  })],
];

const LINKS = [
  link("stylesheet"),
  link("alternate stylesheet"),
  link("prefetch"),
  link("preload", { as: "image" }),
  quiet(link("modulepreload"), "rrweb leaves it out"),
  link("ModulePreload"),
  quiet(link("preload", { as: "script" }), "rrweb leaves it out"),
  quiet(link("preconnect"), "it connects, and asks nothing"),
  quiet(link("dns-prefetch"), "no name is looked up where every name is mapped"),
  quiet(link("manifest"), "read by a top document only"),
  quiet(link("icon"), "read by a top document only"),
  quiet(link("prerender"), "for top documents only"),
  quiet(link("next"), "browsers do not load it"),
  ["link import of HTML", ({ url }) => ({ head: [element("link", { rel: "import", href: url("x.html") })] }), "browsers have given it up"],
  ["link stylesheet, set later", ({ url }) => ({
    head: [element("link", {}, [], { id: 50 })],
    later: [change(50, { rel: "stylesheet", href: url("x.css") })],
  })],
  ["link stylesheet, added later", ({ url }) => ({ later: [add(IDS.head, element("link", { rel: "stylesheet", href: url("x.css") }))] })],
];

const RULES = [
  ["speculation rules", ({ url }) => ({
    head: [element("SCRIPT", { type: "speculationrules" }, [text(JSON.stringify({ prefetch: [{ source: "list", urls: [url("spec")] }] }))])],
  }), "for top documents only"],
  ["an import map", ({ url }) => ({ head: [element("SCRIPT", { type: "importmap" }, [text(JSON.stringify({ imports: { x: url("x.js") } }))])] }), "nothing imports by it"],
  ["a title with markup", ({ run }) => ({ head: [element("title", {}, [text(`</title><script>${run}</script>`)])] }), "text stays text"],
  ["a manifest of the page", ({ url }) => ({ html: { manifest: url("manifest") } }), "browsers have given it up"],
];

export const HEADS = [...META, ...LINKS, ...RULES];
