// Builds dist/recorder-<hash>.js first, so that the loader can have its name baked in.
import { createHash } from "node:crypto";
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
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

const recorder = await bundle("src/entry.ts", {}, "/*! contains rrweb (MIT), see THIRD-PARTY.txt */");
const name = `recorder-${createHash("sha256").update(recorder).digest("hex").slice(0, 12)}.js`;
const loader = await bundle("src/snippet.ts", { RECORDER: JSON.stringify(name) });

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
await writeFile(`${dist}/${name}`, recorder);
await writeFile(`${dist}/revoir.js`, loader);
await copyFile(`${root}THIRD-PARTY.txt`, `${dist}/THIRD-PARTY.txt`);
console.log(`built dist/revoir.js and dist/${name}`);
