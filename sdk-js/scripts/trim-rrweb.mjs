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
  between("function fixBrowserCompatibilityIssuesInCSS(", "class Mirror {", ours.sheets),
  between("function maskInputValue({", "function toLowerCase("),
  between("function is2DCanvasBlank(", "let _id = 1;"),
  between("let canvasService;", "function isSVGElement("),
  between("function getHref(", "function _isBlockedElement("),
  between("function _isBlockedElement(", "function onceStylesheetLoaded("),
  between("function serializeNode(n, options) {", "function on(", ours.serialize),
  between("function throttle(", "function getWindowScroll(", ours.throttle),
  between("function getWindowScroll(", "function closestElementOfNode(", ours.window),
  between("function isBlocked(", "function isSerialized(", ours.blocked),
  between("function legacy_isTouchEvent(", "function hasShadowRoot("),
  between("  if (n instanceof BaseRRNode", "  return Boolean(index.shadowRoot(n));"),
  between("class StyleSheetMirror {", "function getShadowHost(", ours.sheetMirror),
  between("function getNestedCSSRulePositions(", "function getIdAndStyleId(", ours.positions),
  between("function initScrollObserver(", "function initViewportResizeObserver(", ours.scroll),
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
  between("            const type = getInputType(target);\n            value = maskInputValue({", "\n          }", "            value = this.maskInputFn(value);"),
  between("      item.attributes.value = maskInputValue({", "\n    });", "      item.attributes.value = this.maskInputFn(value);"),
  between("  replace(id, n) {", "  reset() {"),
  exactly("  destroy() {\n  }\n"),
  // Shadows are the browser's own, and it says itself what is in the document.
  between("function getShadowHost(", "const moveKey = ", "const inDom = getter(\"Node\", \"isConnected\");\n"),
  between("function isShadowRoot(n) {", "function isNativeShadowDom("),
  exactly("function isNativeShadowDom(shadowRoot2) {", "function isShadowRoot(shadowRoot2) {"),
  exactly("    if (!isNativeShadowDom(shadowRoot2)) return;", "    if (!isShadowRoot(shadowRoot2)) return;"),
  between("            parentId = isShadowRoot(parentNode2)", "          }\n        }\n        this.addedSet.delete(n);", "            parentId = parentIdOf(parentNode2, this.mirror);\n"),
  exactly("isShadowRoot(m.target) ? this.mirror.getId(index.host(m.target)) : this.mirror.getId(m.target)", "parentIdOf(m.target, this.mirror)"),
  exactly("isShadowRoot(m.target) && isNativeShadowDom(m.target) ? true : void 0", "isShadowRoot(m.target) || void 0"),
  between("function isSelfOrAncestorInSet(", "let errorHandler;", ours.ancestors),
  between("      let item = this.attributeMap.get(textarea);", "      const value = Array.from(\n        index.childNodes(textarea)", "      const item = this.itemOf(textarea);\n"),
  between("          let item = this.attributeMap.get(m.target);", '          if (attributeName === "type"', "          const item = this.itemOf(m.target);\n"),
  exactly("  lock() {", `${ours.item}  lock() {`),
  // A style is told as a whole: to know what of it has changed, the old one would be read again at every change.
  between('            if (attributeName === "style") {', 'if (attributeName === "open" && target.tagName', "            "),
  between('          if (typeof attributes.style === "string") {', "          return {\n            id: this.mirror.getId(attribute.node),"),
  between('              if (target.matches("dialog:modal")) {', "            }\n          }\n          break;", '              item.attributes.rr_open_mode = target.matches("dialog:modal") ? "modal" : "non-modal";\n'),
  // What is watched.
  between("function getEventTarget(", "function initMutationObserver(", ours.target),
  exactly("const { clientX, clientY } = legacy_isTouchEvent(evt) ? evt.changedTouches[0] : evt;", "const { clientX, clientY } = evt.changedTouches?.[0] ?? evt;"),
  between("function initMouseInteractionObserver(", "function initScrollObserver(", ours.clicks),
  exactly("            width: Number(width),\n            height: Number(height)", "            width,\n            height"),
  exactly("    const userTriggered = event.isTrusted;\n"),
  exactly('getInputType(target) || ""', "target.type"),
  between('  const events = sampling.input === "last"', "function getNestedCSSRulePositions(", ours.values),
  between("      text = maskInputValue({", "\n    }", "      text = maskInputFn(text);"),
  between("  if (sampling.mousemove === false) {", "  let positions = [];", "  const { mousemove: threshold, mousemoveCallback: callbackThreshold } = sampling;\n"),
  exactly('    on("drag", updatePosition, doc)\n'),
  between('          typeof DragEvent !== "undefined"', "        );\n      }),\n      threshold", "          evt instanceof MouseEvent ? IncrementalSource.MouseMove : IncrementalSource.TouchMove\n"),
  exactly(" || ignoreSelector && target.matches(ignoreSelector)"),
  exactly("} else if (maskInputOptions[tagName.toLowerCase()] || maskInputOptions[type]) {", "} else {"),
  exactly("userTriggeredOnInput ? { text, isChecked, userTriggered } : { text, isChecked }", "{ text, isChecked }"),
  exactly("userTriggeredOnInput ? { text: text2, isChecked: !isChecked, userTriggered: false } : { text: text2, isChecked: !isChecked }", "{ text: text2, isChecked: !isChecked }"),
  // What is blocked has no shadow either: `closest` does not look out of one.
  exactly("    if (this.shadowDoms.has(shadowRoot2)) return;", "    const { blockSelector } = this.bypassOptions;\n    if (this.shadowDoms.has(shadowRoot2) || isBlocked(index.host(shadowRoot2), blockSelector, true)) return;"),
  between("  observeAttachShadow(iframeElement) {", "  /**\n   * Patch 'attachShadow'"),
];

const ENUM = /var (\w+) = \/\* @__PURE__ \*\/ \(\((\w+)\) => \{([^]*?)\n\}\)\(\1 \|\| \{\}\);\n/g;

/** Puts numbers in the place of the names of enumerations. */
function withoutEnums(source) {
  const numbers = new Map();
  const rest = source.replace(ENUM, (_all, name, _inside, body) => {
    const members = [...body.matchAll(/\["(\w+)"\] = (\d+)\]/g)].map(([, member, number]) => [member, number]);
    for (const [member, number] of members) numbers.set(`${name}.${member}`, number);
    return "";
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
