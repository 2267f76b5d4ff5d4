import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** What the console's entry may weigh with all that it imports statically, compressed. */
const MOST_BYTES = 150_000;

const dist = process.argv[2] ?? join(import.meta.dirname, "dist");
const files = readdirSync(join(dist, "assets")).filter((name) => name.endsWith(".js"));
const read = (name) => readFileSync(join(dist, "assets", name), "utf8");
const sizeOf = (name) => gzipSync(read(name), { level: 9 }).length;

/** A chunk and all that it imports statically. */
function reach(name, reached = new Set()) {
  if (reached.has(name)) return reached;
  reached.add(name);
  const imports = read(name).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g);
  for (const [, imported] of imports) reach(imported, reached);
  return reached;
}

const HASH = "-12345678.js".length;

function chunkOf(screen) {
  const found = files.find((name) => name.slice(0, -HASH) === screen);
  if (found === undefined) throw new Error(`no chunk ${screen}`);
  return found;
}

const entry = /src="\/assets\/([^"]+\.js)"/.exec(readFileSync(join(dist, "index.html"), "utf8"))[1];
const words = files.filter((name) => name.startsWith("core-")).sort((a, b) => sizeOf(b) - sizeOf(a))[0];
const weighed = { entry: [entry], words: [words], "sign-in": [chunkOf("SignIn")], list: [chunkOf("Shell"), chunkOf("Recordings")] };

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const sumOf = (chunks) => [...chunks].reduce((sum, chunk) => sum + sizeOf(chunk), 0);
const all = new Set();
for (const [name, roots] of Object.entries(weighed)) {
  const before = sumOf(all);
  for (const root of roots) for (const chunk of reach(root)) all.add(chunk);
  console.log(`${name}: ${kilobytes(sumOf(all) - before)} more, ${kilobytes(sumOf(all))} so far`);
}
const weight = sumOf(reach(entry));
console.log(`the entry weighs ${kilobytes(weight)} of ${kilobytes(MOST_BYTES)}`);
process.exitCode = weight > MOST_BYTES ? 1 : 0;
