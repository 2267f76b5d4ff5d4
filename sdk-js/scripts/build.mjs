// Builds dist/: the loader and what it loads.
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bundleSdk } from "./bundle.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist`;
const files = await bundleSdk();

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
for (const [name, content] of Object.entries(files)) await writeFile(`${dist}/${name}`, content);
await copyFile(`${root}THIRD-PARTY.txt`, `${dist}/THIRD-PARTY.txt`);
console.log(`built ${Object.keys(files).map((name) => `dist/${name}`).join(" and ")}`);
