// Leaves out of rrweb, at build time, what this SDK never uses: canvas, fonts, media, frames, inlined images,
// addresses made absolute (the redactor drops every address). Smaller, faster, and it patches less of the page.
// The version is pinned; a part that is not found as expected fails the build.
import { readFile } from "node:fs/promises";

const CANVAS = `class CanvasManager {
  reset() {}
  freeze() {}
  unfreeze() {}
  lock() {}
  unlock() {}
}
`;
const FRAMES = `class IframeManager {
  addIframe() {}
  addLoadListener() {}
  attachIframe() {}
}
`;

/** Puts `text` in the place of all from `start` up to `end`. */
const between = (start, end, text) => ({ start, end, text });
/** Puts `text` in the place of exactly `found`. */
const exactly = (found, text) => ({ start: found, end: undefined, text });

const PARTS = [
  between("class CanvasManager {", "class StylesheetManager {", CANVAS),
  between("class CrossOriginIframeMirror {", "class ShadowDomManager {", FRAMES),
  exactly('if (tagName === "canvas" && recordCanvas) {', "if (false) {"),
  exactly('if (tagName === "img" && inlineImages) {', "if (false) {"),
  exactly('if (serializedNode.type === NodeType.Element && serializedNode.tagName === "iframe") {', "if (false) {"),
  exactly("const mediaInteractionHandler = initMediaInteractionObserver(o);", "const mediaInteractionHandler = () => {};"),
  exactly("fontObserver = initFontObserver(o);", ""),
  exactly("const customElementObserver = initCustomElementObserver(o);", "const customElementObserver = () => {};"),
  between("function transformAttribute(", "function ignoreAttribute(", "function transformAttribute(doc, tagName, name, value) {\n  return value;\n}\n"),
  between("function absolutifyURLs(", "function normalizeCssString(", "function absolutifyURLs(cssText) {\n  return cssText;\n}\n"),
  between("class BaseRRNode {", "function on(", "class BaseRRNode {}\n"),
  between("const DEPARTED_MIRROR_ACCESS_WARNING", "function throttle(", ""),
  between("function mergeHooks(", "function initObservers(", "function mergeHooks() {}\n"),
];

function trim(source, { start, end, text }) {
  const from = source.indexOf(start);
  const to = end === undefined ? from + start.length : source.indexOf(end, from);
  if (from < 0 || to < 0 || source.indexOf(start, from + 1) >= 0) {
    throw new Error(`rrweb is not as expected at: ${start}`);
  }
  return source.slice(0, from) + text + source.slice(to);
}

/** Reads rrweb without the parts that are left out. */
export async function readTrimmed(path) {
  return PARTS.reduce(trim, await readFile(path, "utf8"));
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
