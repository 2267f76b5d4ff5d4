// Leaves out of rrweb, at build time, what this SDK never uses: canvas, fonts, media, frames, selections, inlined
// images, plug-ins, packing, masks (the redactor masks), addresses made absolute, options that are always the same.
// Smaller, faster, and it patches less of the page. The version is pinned; a part that is not as expected fails the build.
import { readFile } from "node:fs/promises";

/** Puts `text` in the place of all from `start` up to `end`. */
const between = (start, end, text = "") => ({ start, end, text });
/** Puts `text` in the place of exactly `found`. */
const exactly = (found, text = "") => ({ start: found, end: undefined, text });

const ENUMS = ["EventType", "IncrementalSource", "PointerTypes", "NodeType"];

/** Options that are always the same, or unknown to what is left: no line hands them on any more. */
const OPTIONS =
  "blockClass maskTextClass maskTextSelector needsMask inlineStylesheet maskInputOptions maskTextFn maskInputFn slimDOMOptions " +
  "dataURLOptions inlineImages recordCanvas keepIframeSrcFn onIframeLoad iframeLoadTimeout stylesheetLoadTimeout skipChild " +
  "iframeManager canvasManager ignoreClass ignoreSelector userTriggeredOnInput ignoreCSSAttributes";
const HANDED = new RegExp(
  `^ *(${OPTIONS.split(" ").join("|")})( = [^;]*?)?(: (this\\.)?[\\w]+)?,?\\n|^ *__publicField\\(this, "(${OPTIONS.split(" ").join("|")})"\\);\\n|^ *"(${OPTIONS.split(" ").join("|")})",\\n`,
  "gm",
);

const PARTS = [
  // what nothing refers to any more
  between("var CanvasContext =", "var NodeType ="),
  between("function is2DCanvasBlank(", "function getInputType("),
  between("function extractOrigin(", "function normalizeCssString("),
  between("let canvasService;", "function isSVGElement("),
  between("function getHref(", "function _isBlockedElement("),
  between("function classMatchesRegex(", "function onceStylesheetLoaded("),
  between("function snapshot(", "function on("),
  between("function legacy_isTouchEvent(", "function isSerializedStylesheet(", "const legacy_isTouchEvent = (event) => Boolean(event.changedTouches);\n"),
  between("const DEPARTED_MIRROR_ACCESS_WARNING", "function throttle("),
  between("function initMediaInteractionObserver(", "function initObservers("),
  between("class CrossOriginIframeMirror {", "class ShadowDomManager {"),
  between("\nvar chars = ", "class StylesheetManager {", "\n"),
  // text, values and addresses leave as the page has them, for the redactor
  between("function maskInputValue(", "function toLowerCase(", 'const maskInputValue = ({ value }) => (value ? "********" : "");\n'),
  between("function serializeTextNode(", "function serializeElementNode(", `function serializeTextNode(n, { rootId, cssCaptured }) {
  const tag = index.parentNode(n)?.tagName;
  const told = tag !== "SCRIPT" && !cssCaptured;
  return { type: 3, textContent: (told && index.textContent(n)) || "", rootId };
}
`),
  exactly('      (rule) => stringifyRule(rule, sheetHref)', "      (rule) => stringifyRule(rule)"),
  between("    let sheetHref = s.href;", "    const stringifiedRules"),
  between("function escapeImportStatement(", "function stringifyStylesheet("),
  between("function stringifyRule(", "function fixSafariColons(", `function stringifyRule(rule) {
  if (isCSSImportRule(rule)) return stringifyStylesheet(rule.styleSheet) || "";
  return isCSSStyleRule(rule) && rule.selectorText.includes(":") ? fixSafariColons(rule.cssText) : rule.cssText;
}
`),
  exactly("            rule: stringifyRule(r, sheet.href),", "            rule: stringifyRule(r),"),
  // blocked by selector alone
  between("function _isBlockedElement(", "function onceStylesheetLoaded(", `function _isBlockedElement(element, blockSelector) {
  try {
    return element.matches(blockSelector);
  } catch {
    return false;
  }
}
`),
  between("function isBlocked(node, ", "function isSerialized(", `function isBlocked(node, blockSelector, checkAncestors) {
  const element = closestElementOfNode(node);
  if (!element) return false;
  return checkAncestors ? element.closest(blockSelector) !== null : element.matches(blockSelector);
}
`),
  // of a page that is masked anyway, only scripts and comments are left out
  between("function lowerIfExists(", "function serializeNodeWithId(", `function slimDOMExcluded({ type, tagName }) {
  return type === 5 || tagName === "script";
}
`),
  between("function isIgnored(n, ", "function isAncestorRemoved(", `function isIgnored(n, mirror2) {
  return n.tagName === "TITLE" || mirror2.getId(n) === IGNORED_NODE;
}
`),
  // elements
  between('  if (tagName === "link" && inlineStylesheet) {', "    const stylesheet = Array", '  if (tagName === "link") {\n'),
  exactly('    if (n.selected && !maskInputOptions["select"]) {\n      attributes.selected = true;\n    } else {\n      delete attributes.selected;\n    }', "    delete attributes.selected;"),
  between('  if (tagName === "canvas" && recordCanvas) {', "  if (!newlyAddedElement) {"),
  between('  if (tagName === "iframe" && !keepIframeSrcFn', "  let isCustomElement;"),
  between("    if (!ignoreAttribute(tagName, attr.name, attr.value)) {", '  if (tagName === "link"', "    attributes[attr.name] = attr.value;\n  }\n"),
  // the tree
  between("  let { needsMask } = options;", "  const _serializedNode", "  let { preserveWhiteSpace = true } = options;\n"),
  exactly("slimDOMExcluded(_serializedNode, slimDOMOptions)", "slimDOMExcluded(_serializedNode)"),
  exactly("  let recordChild = !skipChild;", "  let recordChild = !options.newlyAddedElement;"),
  exactly("slimDOMOptions.headWhitespace && "),
  exactly("      skipChild,\n"),
  between('  if (serializedNode.type === NodeType.Element && serializedNode.tagName === "iframe") {', '  if (serializedNode.type === NodeType.Element && serializedNode.tagName === "link"'),
  exactly("      stylesheetLoadTimeout\n", "      5e3\n"),
  // changes
  between("        const sn = serializeNodeWithId(n, {", "        if (sn) {", `        const sn = serializeNodeWithId(n, {
          doc: this.doc,
          mirror: this.mirror,
          blockSelector: this.blockSelector,
          newlyAddedElement: true,
          onSerialize: (currentN) => {
            if (isSerializedStylesheet(currentN, this.mirror)) this.stylesheetManager.trackLinkElement(currentN);
            if (hasShadowRoot(n)) this.shadowDomManager.addShadowRoot(index.shadowRoot(n), this.doc);
          },
          onStylesheetLoad: (link, childSn) => this.stylesheetManager.attachLinkElement(link, childSn),
          cssCaptured
        });
`),
  between("              value: needMaskingText(", "              node: m.target", "              value,\n"),
  between('          if (tagNameLower === "iframe" && attributeName', "          if (!item) {"),
  between("            item.attributes[attributeName] = transformAttribute(", '            if (attributeName === "style") {', "            item.attributes[attributeName] = value;\n"),
  exactly("          if (!ignoreAttribute(tagNameLower, attributeName)) {", "          {"),
  between("  freeze() {\n    this.frozen", "  isFrozen() {"),
  between("  isFrozen() {", "  lock() {"),
  exactly("    this.canvasManager.lock();\n"),
  exactly("    this.canvasManager.unlock();\n"),
  exactly("    this.canvasManager.reset();\n"),
  exactly("this.frozen || this.locked", "this.locked"),
  exactly('    __publicField(this, "frozen", false);\n'),
  // observers
  between("  let mutationObserver;\n", "  const mousemoveHandler", "  const [mutationObserver, cleanupMutationIframe] = initMutationObserver(o, o.doc);\n"),
  between("  const mediaInteractionHandler", "  return callbackWrapper(() => {\n    mutationBuffers.forEach((b) => b.reset());", `  const styleSheetObserver = initStyleSheetObserver(o, { win: currentWindow });
  const adoptedStyleSheetObserver = initAdoptedStyleSheetObserver(o, o.doc);
  const styleDeclarationObserver = initStyleDeclarationObserver(o, { win: currentWindow });
`),
  exactly("  mergeHooks(o, hooks);\n"),
  exactly("function initObservers(o, hooks = {}) {", "function initObservers(o) {"),
  exactly("    mediaInteractionHandler();\n"),
  exactly("    fontObserver();\n    selectionObserver();\n    customElementObserver();\n    pluginHandlers.forEach((h) => h());\n"),
  between("  observeAttachShadow(iframeElement) {", "  /**\n   * Patch 'attachShadow'"),
  between("    if (target.classList.contains(ignoreClass)", "    let text = target.value;"),
  exactly("    } else if (maskInputOptions[tagName.toLowerCase()] || maskInputOptions[type]) {", "    } else {"),
  exactly("      userTriggeredOnInput ? { text, isChecked, userTriggered } : { text, isChecked }", "      { text, isChecked }"),
  exactly("            userTriggeredOnInput ? { text: text2, isChecked: !isChecked, userTriggered: false } : { text: text2, isChecked: !isChecked }", "            { text: text2, isChecked: !isChecked }"),
  exactly("    const userTriggered = event.isTrusted;\n"),
  between("  if (sampling.mousemove === false) {", "  let positions = [];", "  const threshold = sampling.mousemove;\n  const callbackThreshold = sampling.mousemoveCallback;\n"),
  between("  if (sampling.mouseInteraction === false) {", "  const handlers = [];\n  let currentPointerType", ""),
  exactly(' && disableMap[key] !== false'),
  exactly('  const events = sampling.input === "last" ? ["change"] : ["input", "change"];', '  const events = ["change"];'),
  exactly("      sampling.scroll || 100", "      sampling.scroll"),
  exactly('  if (n instanceof BaseRRNode && "shadowRoot" in n) {\n    return Boolean(n.shadowRoot);\n  }\n'),
  between("        if (ignoreCSSAttributes.has(property)) {\n          return setProperty", "        const { id, styleId }"),
  between("        if (ignoreCSSAttributes.has(property)) {\n          return removeProperty", "        const { id, styleId }"),
  // all of a sheet in its first text node: a player puts it there when it finds no marks
  between("function normalizeCssString(", "let _id = 1;"),
  exactly("      if (n.childNodes.length > 1) {\n        cssText = markCssSplits(cssText, n);\n      }\n"),
];

/** Arguments that are left out of calls, wherever they are. */
const ARGUMENTS = [
  [/(?<=[(,] ?)(this\.)?blockClass, /g, ""],
  [/, this\.slimDOMOptions(?=\))/g, ""],
];

function trim(source, { start, end, text }) {
  const from = source.indexOf(start);
  const to = end === undefined ? from + start.length : source.indexOf(end, from);
  if (from < 0 || to < 0 || source.indexOf(start, from + 1) >= 0) {
    throw new Error(`rrweb is not as expected at: ${start}`);
  }
  return source.slice(0, from) + text + source.slice(to);
}

/** Numbers in the place of the names of an enumeration, which would be shipped with all its names. */
function inlineEnum(source, name) {
  const start = source.indexOf(`var ${name} = `);
  const end = source.indexOf(`})(${name} || {});\n`, start) + `})(${name} || {});\n`.length;
  const values = new Map([...source.slice(start, end).matchAll(/\["(\w+)"\] = (\d+)\]/g)].map(([, key, value]) => [key, value]));
  if (start < 0 || values.size === 0) throw new Error(`rrweb is not as expected at: ${name}`);
  const rest = source.slice(0, start) + source.slice(end);
  return rest.replace(new RegExp(`\\b${name}\\.(\\w+)`, "g"), (_all, key) => values.get(key));
}

/** Reads rrweb without the parts that are left out. */
export async function readTrimmed(path) {
  const own = await readFile(new URL("rrweb-record.js", import.meta.url), "utf8");
  const parts = PARTS.reduce(trim, await readFile(path, "utf8"));
  const called = ARGUMENTS.reduce((source, [found, text]) => source.replace(found, text), parts.replace(HANDED, ""));
  const body = ENUMS.reduce(inlineEnum, called);
  const end = body.indexOf("let wrappedEmit;\n");
  if (end < 0) throw new Error("rrweb is not as expected at: record");
  return body.slice(0, end) + own;
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
