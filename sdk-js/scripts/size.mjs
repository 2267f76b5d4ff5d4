// Fails when what a visitor downloads outgrows its budget.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LOADER = 2000;
const COMPLETE = 32000;
const BANNER = 6000;

const dist = new URL("../dist/", import.meta.url);
const sizeOf = (name) => gzipSync(readFileSync(new URL(name, dist)), { level: 9 }).length;
const nameOf = (pattern) => readdirSync(dist).find((name) => pattern.test(name));
const loader = sizeOf("revoir.js");
const complete = loader + sizeOf(nameOf(/^recorder-[0-9a-f]+\.js$/));
const ring = sizeOf(nameOf(/^ring-[0-9a-f]+\.js$/));
const requests = sizeOf(nameOf(/^requests-[0-9a-f]+\.js$/));
const banner = sizeOf(nameOf(/^banner-[0-9a-f]+\.js$/));
const detectors = sizeOf(nameOf(/^detect-[0-9a-f]+\.wasm$/));

console.log(`loader ${loader} of ${LOADER} bytes gzip, complete ${complete} of ${COMPLETE}; ring ${ring}, under L2; requests ${requests}, where a policy asks which fail; banner ${banner} of ${BANNER}, where the page asks for it; detectors ${detectors}, when a field is entered`);
if (loader > LOADER || complete > COMPLETE || banner > BANNER) process.exit(1);
