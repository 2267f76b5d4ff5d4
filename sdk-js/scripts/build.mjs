// Builds what the loader and the recorder load first, so that each has the names of its files baked in.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { trimRrweb } from "./trim-rrweb.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist`;

async function bundle(entry, define = {}, banner = "") {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
    // rrweb's warnings: nothing of ours is told in the page's console
    drop: ["console"],
    write: false,
    define,
    banner: { js: banner },
    plugins: [trimRrweb],
  });
  return result.outputFiles[0].text.replace(/^\/\/# sourceMappingURL.*$/m, "");
}

/** Puts a file in place under a name that says what is in it. */
async function put(stem, ending, content) {
  const name = `${stem}-${createHash("sha256").update(content).digest("hex").slice(0, 12)}.${ending}`;
  await writeFile(`${dist}/${name}`, content);
  return name;
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const wasm = await put("detect", "wasm", await readFile(`${root}detect/detect.wasm`));
const script = await put("detect", "js", await readFile(`${root}detect/detect.js`));
const credit = "/*! contains rrweb (MIT), see THIRD-PARTY.txt */";
const recorder = await bundle("src/entry.ts", { DETECTORS: JSON.stringify({ wasm, script }) }, credit);
const name = await put("recorder", "js", recorder);
const panel = await put("panel", "js", await bundle("src/panel/entry.ts"));
const loader = await bundle("src/snippet.ts", { RECORDER: JSON.stringify(name), PANEL: JSON.stringify(panel) });
await writeFile(`${dist}/revoir.js`, loader);
await copyFile(`${root}THIRD-PARTY.txt`, `${dist}/THIRD-PARTY.txt`);
console.log(`built dist/revoir.js and dist/${name}`);
