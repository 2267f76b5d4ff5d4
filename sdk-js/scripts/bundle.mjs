import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { trimRrweb } from "./trim-rrweb.mjs";

/** Names of properties that nothing outside of the bundle knows: neither the page, the tab's storage, nor the wire (`names.mjs` sees to that). */
export const INTERNAL =
  "mirror blockSelector maskInputFn tokens getId said stylesheetManager addedSet mutationCb restoreHandlers " +
  "bypassOptions newlyAddedElement removesSubTreeCache counts cssCaptured secret onStylesheetLoad nodeMetaMap " +
  "trackedLinkElements adoptedStyleSheetCb idNodeMap attributeMap movedSet genTextAreaValueMutation styleMirror " +
  "shadowDomManager _unchangedStyles stylesheetLoadTimeout styleDiff droppedSet processedNodeManager insensitive " +
  "onSerialize elementOf preserveWhiteSpace unattachedDoc mousemoveCallback styleIDMap editable trackLinkElement " +
  "scrollCb styleSheetRuleCb adoptStyleSheets facts fanOut takes idStyleMap mapRemoves sampling shadowDoms " +
  "addShadowRoot skipChild mouseInteractionCb styleDeclarationCb mutated nodeMap figures removeNodeFromMap " +
  "attachLinkElement movedMap processMutations viewportResizeCb takeFullSnapshot holds processMutation getNode " +
  "hasNode genAdds trackStylesheetInLinkElement mousemoveCb ignoreClass told patchAttachShadow fitting isTyped " +
  "getMeta inputCb inOtherBuffer asks onPath jitter beacon spend rests hungry bodies isIdle nowTimestamp";

async function bundle(entry, plugins, define = {}, banner = "") {
  const result = await build({
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2021",
    legalComments: "none",
    // rrweb's warnings: nothing of ours is told in the page's console
    drop: ["console"],
    write: false,
    mangleProps: new RegExp(`^(${INTERNAL.split(" ").join("|")})$`),
    define,
    // Whatever a page has done to the language, what fails is ours: the loader sees that nothing came.
    banner: { js: `${banner}"use strict";try{` },
    footer: { js: "}catch{}" },
    plugins: [...plugins, trimRrweb],
  });
  return result.outputFiles[0].text.replace(/^\/\/# sourceMappingURL.*$/m, "");
}

/** A name that says what is in a file. */
function nameOf(stem, ending, content) {
  return `${stem}-${createHash("sha256").update(content).digest("hex").slice(0, 12)}.${ending}`;
}

/** The files of the SDK, by name: each after those whose names it has baked in. */
export async function bundleSdk(plugins = []) {
  const detectors = Object.fromEntries(
    await Promise.all(
      ["wasm", "js"].map(async (ending) => {
        const content = await readFile(new URL(`../detect/detect.${ending}`, import.meta.url));
        return [nameOf("detect", ending, content), content];
      }),
    ),
  );
  const [wasm, script] = Object.keys(detectors);
  const credit = "/*! contains rrweb (MIT), see THIRD-PARTY.txt */";
  const recorder = await bundle("src/entry.ts", plugins, { DETECTORS: JSON.stringify({ wasm, script }) }, credit);
  const panel = await bundle("src/panel/entry.ts", plugins);
  const names = { RECORDER: nameOf("recorder", "js", recorder), PANEL: nameOf("panel", "js", panel) };
  const baked = Object.fromEntries(Object.entries(names).map(([name, file]) => [name, JSON.stringify(file)]));
  const loader = await bundle("src/snippet.ts", plugins, baked);
  return { ...detectors, [names.RECORDER]: recorder, [names.PANEL]: panel, "revoir.js": loader };
}
