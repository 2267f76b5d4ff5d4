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
  "getMeta inputCb inOtherBuffer asks onPath jitter beacon spend rests hungry bodies isIdle nowTimestamp " +
  "active operator locked opening pseudo depth blocked isMeasured isField letter errorHandler receiptHash element attribute changed streams pattern fresh";

/** Consent management platforms that have a loader of their own, so that before consent there is no other request. */
export const PLATFORMS = ["tcf", "google", "cookieconsent", "didomi", "axeptio", "onetrust", "tarteaucitron", "klaro", "orejime"];

async function bundle(entry, plugins, define = {}, banner = "", internal = INTERNAL) {
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
    mangleProps: internal ? new RegExp(`^(${internal.split(" ").join("|")})$`) : undefined,
    define,
    // Whatever a page has done to the language, what fails is ours: the loader sees that nothing came.
    banner: { js: `${banner}"use strict";try{` },
    footer: { js: "}catch{}" },
    plugins: [...plugins, trimRrweb],
  });
  // What stands within the banner's block is no directive.
  return result.outputFiles[0].text.replace('try{\n"use strict";', "try{").replace(/^\/\/# sourceMappingURL.*$/m, "");
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
  // It shares names with the recorder, which has shortened its own.
  const ring = await bundle("src/ring/entry.ts", plugins, {}, "", "");
  const ringName = nameOf("ring", "js", ring);
  const requests = await bundle("src/requests/entry.ts", plugins);
  const requestsName = nameOf("requests", "js", requests);
  const recorder = await bundle(
    "src/entry.ts",
    plugins,
    { DETECTORS: JSON.stringify({ wasm, script }), RING: JSON.stringify(ringName), REQUESTS: JSON.stringify(requestsName) },
    credit,
  );
  const panel = await bundle("src/panel/entry.ts", plugins);
  const banner = await bundle("src/banner/entry.ts", plugins);
  const tell = await bundle("src/tell/entry.ts", plugins);
  const names = {
    RECORDER: nameOf("recorder", "js", recorder), PANEL: nameOf("panel", "js", panel),
    BANNER: nameOf("banner", "js", banner), TELL: nameOf("tell", "js", tell),
  };
  const baked = Object.fromEntries(Object.entries(names).map(([name, file]) => [name, JSON.stringify(file)]));
  const loader = await bundle("src/snippet.ts", plugins, baked);
  const platforms = await Promise.all(
    PLATFORMS.map(async (name) => [`revoir-${name}.js`, await bundle(`src/cmp/${name}.ts`, plugins, baked)]),
  );
  return { ...detectors, ...Object.fromEntries(platforms), [ringName]: ring, [requestsName]: requests, [names.RECORDER]: recorder, [names.PANEL]: panel, [names.BANNER]: banner, [names.TELL]: tell, "revoir.js": loader };
}
