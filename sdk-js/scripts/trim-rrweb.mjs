// Leaves out of rrweb, at build time, what this SDK never uses: canvas, fonts, media, frames, selections, plugins,
// masks and addresses (the redactor does both), and every option that is the same for all pages. Smaller, faster, and
// it patches less of the page. The version is pinned; a part that is not found as expected fails the build, and
// `names.mjs` finds what is still asked for.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** Options that are never given: they are not handed on either. */
const OPTIONS = [
  "blockClass", "ignoreSelector", "maskTextClass", "maskTextSelector", "maskTextFn", "needsMask", "inlineStylesheet",
  "dataURLOptions", "inlineImages", "recordCanvas", "keepIframeSrcFn", "iframeLoadTimeout", "slimDOMOptions",
  "maskInputOptions", "userTriggeredOnInput", "canvasManager", "iframeManager", "onIframeLoad",
];

/** Puts `text` in the place of all from `start` up to `end`. */
const between = (start, end, text = "") => ({ start, end, text });
/** Puts `text` in the place of exactly `found`. */
const exactly = (found, text = "") => ({ start: found, end: undefined, text });

const partsWith = (ours) => [
  between("const testableAccessors = {", "function isElement(n) {", ours.untainted),
  between("function escapeImportStatement(", "class Mirror {", ours.sheets),
  between("function maskInputValue({", "function toLowerCase(", ours.input),
  between("function is2DCanvasBlank(", "function getInputType("),
  between("function extractFileExtension(", "let _id = 1;"),
  between("let canvasService;", "function isSVGElement("),
  between("function getHref(", "function _isBlockedElement("),
  between("function _isBlockedElement(", "function onceStylesheetLoaded("),
  between("function serializeNode(n, options) {", "function on(", ours.serialize),
  between("function getWindowScroll(", "function closestElementOfNode(", ours.window),
  between("function isBlocked(", "function isSerialized(", ours.blocked),
  between("function polyfill(", "function hasShadowRoot("),
  between("  if (n instanceof BaseRRNode", "  return Boolean(index.shadowRoot(n));"),
  between("class StyleSheetMirror {", "function getShadowHost(", ours.sheetMirror),
  between("function getNestedCSSRulePositions(", "function getIdAndStyleId(", ours.positions),
  between("function initStyleSheetObserver(", "function initAdoptedStyleSheetObserver(", ours.patches),
  between("function initAdoptedStyleSheetObserver(", "function initStyleDeclarationObserver(", ours.adopted),
  between("function initStyleDeclarationObserver(", "class CrossOriginIframeMirror {", ours.declarations + ours.observers),
  between("class CrossOriginIframeMirror {", "class ShadowDomManager {"),
  between("\nvar chars = ", "class ProcessedNodeManager {", `\n${ours.sheetManager}`),
  between("const DEPARTED_MIRROR_ACCESS_WARNING", "function throttle("),
  between("let wrappedEmit;", "export {", ours.record),
  // Inside of what stays.
  exactly('n.tagName === "TITLE" && slimDOMOptions.headTitleMutations', 'n.tagName === "TITLE"'),
  // Mutations.
  between("            if (isSerializedIframe(currentN", "            if (hasShadowRoot(n)) {"),
  between("          onIframeLoad: (iframe, childSn) => {", "          onStylesheetLoad: (link, childSn) => {"),
  between("              value: needMaskingText(", "              node: m.target", "              value,\n"),
  between('          if (tagNameLower === "iframe" && attributeName === "src"', "          if (!item) {\n            item = {\n              node: m.target,"),
  between("            item.attributes[attributeName] = transformAttribute(", '            if (attributeName === "style") {', "            item.attributes[attributeName] = value;\n"),
  between("  init(options) {\n    [", "  freeze() {", "  init(options) {\n    Object.assign(this, options);\n  }\n"),
  between("  freeze() {", "  lock() {"),
  exactly("    this.locked = true;\n    this.canvasManager.lock();", "    this.locked = true;"),
  exactly("    this.canvasManager.unlock();\n"),
  exactly("    this.shadowDomManager.reset();\n    this.canvasManager.reset();", "    this.shadowDomManager.reset();"),
  exactly('    __publicField(this, "frozen", false);\n'),
  exactly("this.frozen || this.locked", "this.locked"),
  exactly("if (!ignoreAttribute(tagNameLower, attributeName)) {", 'if (attributeName !== "autoplay") {'),
  // What is watched.
  between("  if (sampling.mousemove === false) {", "  const threshold ="),
  exactly('    on("drag", updatePosition, doc)\n'),
  between('          typeof DragEvent !== "undefined"', "        );\n      }),\n      threshold", "          evt instanceof MouseEvent ? IncrementalSource.MouseMove : IncrementalSource.TouchMove\n"),
  between("  if (sampling.mouseInteraction === false) {", "  const handlers = [];\n  let currentPointerType"),
  between("  Object.keys(MouseInteractions).filter(", ").forEach((eventKey) => {", "  Object.keys(MouseInteractions"),
  exactly(" || ignoreSelector && target.matches(ignoreSelector)"),
  exactly("} else if (maskInputOptions[tagName.toLowerCase()] || maskInputOptions[type]) {", "} else {"),
  exactly("userTriggeredOnInput ? { text, isChecked, userTriggered } : { text, isChecked }", "{ text, isChecked }"),
  exactly("userTriggeredOnInput ? { text: text2, isChecked: !isChecked, userTriggered: false } : { text: text2, isChecked: !isChecked }", "{ text: text2, isChecked: !isChecked }"),
  // What is blocked has no shadow either: `closest` does not look out of one.
  exactly("    if (this.shadowDoms.has(shadowRoot2)) return;", "    const { blockSelector } = this.bypassOptions;\n    if (this.shadowDoms.has(shadowRoot2) || isBlocked(index.host(shadowRoot2), blockSelector, true)) return;"),
  between("  observeAttachShadow(iframeElement) {", "  /**\n   * Patch 'attachShadow'"),
];

const ENUM = /var (\w+) = \/\* @__PURE__ \*\/ \(\((\w+)\) => \{([^]*?)\n\}\)\(\1 \|\| \{\}\);\n/g;

/** Puts numbers in the place of the names of enumerations; one is also asked for its names. */
function withoutEnums(source) {
  const numbers = new Map();
  const rest = source.replace(ENUM, (_all, name, _inside, body) => {
    const members = [...body.matchAll(/\["(\w+)"\] = (\d+)\]/g)].map(([, member, number]) => [member, number]);
    for (const [member, number] of members) numbers.set(`${name}.${member}`, number);
    const told = members.filter(([member]) => !member.endsWith("_Departed")).map(([member, number]) => `${member}: ${number}`);
    return name === "MouseInteractions" ? `const ${name} = { ${told.join(", ")} };\n` : "";
  });
  return rest.replace(/\b[A-Z]\w+\.[A-Z]\w*\b/g, (member) => numbers.get(member) ?? member);
}

/** Takes the lines away in which an option is only handed on. */
function withoutOptions(source) {
  const names = OPTIONS.join("|");
  return source
    .replace(new RegExp(`^ *(?:"(?:${names})"|(?:${names})(?:: this\\.\\w+)?(?: = [^\\n]*)?),?\\n`, "gm"), "")
    .replace(new RegExp(`^ *__publicField\\(this, "(?:${names})"\\);\\n`, "gm"), "")
    .replace(/(?:this\.)?blockClass, /g, "")
    .replace(/, this\.mirror, this\.slimDOMOptions\)/g, ", this.mirror)")
    .replace("mirror2, slimDOMOptions)", "mirror2)");
}

/** Fields are set as fields are. */
const withFields = (source) =>
  source.replace(/^ *__publicField\(this, "\w+"\);\n/gm, "").replace(/__publicField\(this, "(\w+)", /g, "this.$1 = (");

function trim(source, { start, end, text }) {
  const from = source.indexOf(start);
  const to = end === undefined ? from + start.length : source.indexOf(end, from);
  if (from < 0 || to < 0 || source.indexOf(start, from + 1) >= 0) {
    throw new Error(`rrweb is not as expected at: ${start}`);
  }
  return source.slice(0, from) + text + source.slice(to);
}

/** The sections of `rrweb-read.js` and `rrweb-watch.js`, by name. */
async function readParts() {
  const read = (name) => readFile(fileURLToPath(new URL(name, import.meta.url)), "utf8");
  const texts = await Promise.all(["rrweb-read.js", "rrweb-watch.js"].map(read));
  const sections = texts.flatMap((text) => text.split("/// ").slice(1));
  return Object.fromEntries(sections.map((section) => [section.slice(0, section.indexOf("\n")), section.slice(section.indexOf("\n") + 1)]));
}

/** Reads rrweb without the parts that are left out. */
export async function readTrimmed(path) {
  const source = partsWith(await readParts()).reduce(trim, await readFile(path, "utf8"));
  return withFields(withoutEnums(withoutOptions(source)));
}

export const trimRrweb = {
  name: "trim-rrweb",
  setup(build) {
    build.onLoad({ filter: /@rrweb[\\/]record[\\/]dist[\\/]record\.js$/ }, async ({ path }) => ({
      contents: await readTrimmed(path),
      loader: "js",
    }));
  },
};
