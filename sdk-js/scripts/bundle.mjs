import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { PRIVATE, trimRrweb } from "./trim-rrweb.mjs";

async function bundle(entry, plugins, define = {}, banner = "") {
  const result = await build({
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
    // rrweb's warnings: nothing of ours is told in the page's console
    drop: ["console"],
    mangleProps: PRIVATE,
    write: false,
    define,
    // Whatever a page has done to the language, what fails is ours: the loader sees that nothing came.
    banner: { js: `${banner}"use strict";try{` },
    footer: { js: "}catch{}" },
    plugins: [...plugins, trimRrweb],
  });
  return result.outputFiles[0].text.replace(/^\/\/# sourceMappingURL.*$/m, "");
}

/** The files of the SDK, by name: the recorder first, so that the loader can have its name baked in. */
export async function bundleSdk(plugins = []) {
  const recorder = await bundle("src/entry.ts", plugins, {}, "/*! contains rrweb (MIT), see THIRD-PARTY.txt */");
  const name = `recorder-${createHash("sha256").update(recorder).digest("hex").slice(0, 12)}.js`;
  const loader = await bundle("src/snippet.ts", plugins, { RECORDER: JSON.stringify(name) });
  return { [name]: recorder, "revoir.js": loader };
}
