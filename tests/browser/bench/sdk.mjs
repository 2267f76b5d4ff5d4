/**
 * Measures what the SDK costs a page, beside plain rrweb with equal options and beside nothing: paired runs, one after
 * the other, medians. Prints a table, and all of it as JSON. `cargo xtask bench sdk` runs it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { recordedBy } from "../leaks/site.mjs";
import { startServer } from "../server.mjs";
import { waitForState } from "../shop.mjs";
import { launchBrowser, pause } from "../support.mjs";
import { sdkRequests, startWire } from "../wire.mjs";
import { pageOf } from "./page.mjs";

const RUNS = Number(process.env.REVOIR_BENCH_RUNS ?? 5);
const SDK = join(import.meta.dirname, "../../../sdk-js");
const RRWEB = join(SDK, "node_modules/@rrweb/record/umd/record.min.js");
const TARGETS = { script: 1.15, process: 1.3, sent: 60_000, loader: 2_000, complete: 32_000 };
const QUIET_MS = 1_500;
const SAMPLE_US = 500;

/** Plain rrweb as the SDK calls it; each event is made JSON once, and kept. */
const PLAIN = `<script src="/rrweb.js"></script><script>
  const kept = [];
  rrwebRecord.record({
    emit: (event) => kept.push(JSON.stringify(event)),
    recordAfter: "DOMContentLoaded",
    blockSelector: "img,picture,video,audio,canvas,iframe,frame,object,embed,[data-revoir-block]",
    maskAllInputs: true,
    slimDOMOptions: "all",
    inlineStylesheet: true,
    sampling: { mousemove: 50, mousemoveCallback: 500, scroll: 150, media: 800, input: "last" },
  });
</script>`;

const server = await startServer();
const wire = await startWire(server.url);
// A renderer that starts in reserve would count as the page's.
const browser = await launchBrowser(["--disable-features=SpareRendererForSitePerProcess"]);
const heads = { none: "", rrweb: PLAIN, ours: recordedBy.sdk(wire.url, "demo", { ux: true }).head };
const site = await serve();

async function serve() {
  const pages = { "/rrweb.js": ["text/javascript", readFileSync(RRWEB)], "/blank": ["text/html", "<!doctype html><title>x</title>"] };
  for (const [name, head] of Object.entries(heads)) {
    pages[`/full/${name}`] = ["text/html", pageOf(head)];
    pages[`/empty/${name}`] = ["text/html", `<!doctype html><head>${head}</head><body>x</body>`];
  }
  const made = createServer(({ url }, answer) => {
    const [type, body] = pages[url] ?? ["text/plain", ""];
    answer.writeHead(200, { "content-type": `${type}; charset=utf-8` }).end(body);
  });
  await new Promise((resolve) => made.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${made.address().port}`, stop: () => (made.closeAllConnections(), made.close()) };
}

/** What a page took: its script as a profile says it, and all else without one, since a profile takes time itself. */
async function measure(kind, name) {
  const { script } = await load(kind, name, true);
  return { ...(await load(kind, name, false)), script };
}

/** Loads a page in a process of its own and answers what it took until all was done and sent, in milliseconds of CPU. */
async function load(kind, name, isProfiled) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${site.url}/blank`);
  const own = await context.newCDPSession(page);
  await own.send("Performance.enable", { timeDomain: "threadTicks" });
  const whole = await browser.newBrowserCDPSession();
  const requestsBefore = sdkRequests(wire).length;
  await own.send("Profiler.enable");
  await own.send("Profiler.setSamplingInterval", { interval: SAMPLE_US });
  if (isProfiled) await own.send("Profiler.start");
  const before = await read(own, whole);
  await page.goto(`${site.url}/${kind}/${name}`);
  if (name === "ours") await waitForState(page, "ux", "sending");
  if (kind === "full") await page.evaluate(() => window.play());
  await page.evaluate(() => window.revoir?.flush?.());
  await pause(QUIET_MS);
  const after = await read(own, whole);
  const script = isProfiled ? scriptOf((await own.send("Profiler.stop")).profile) : undefined;
  const requests = sdkRequests(wire).slice(requestsBefore);
  await context.close();
  const sent = requests.reduce((sum, { body }) => sum + body.length, 0);
  return { script, task: after.task - before.task, process: processOf(before, after), sent, requests: requests.length };
}

async function read(own, whole) {
  const { metrics } = await own.send("Performance.getMetrics");
  const metric = (name) => metrics.find((item) => item.name === name).value * 1_000;
  const { processInfo } = await whole.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id, cpuTime }) => [id, cpuTime * 1_000]);
  return { task: metric("TaskDuration"), renderers: new Map(renderers) };
}

/** What the busiest renderer took meanwhile: the page's own, since a page before it may still be going. */
function processOf(before, after) {
  return Math.max(...[...after.renderers].map(([id, ms]) => ms - (before.renderers.get(id) ?? 0)));
}

/** The time of all samples in which a script ran; Chromium's own count leaves out what runs in microtasks. */
function scriptOf({ nodes, samples, timeDeltas }) {
  const idle = new Set(nodes.filter(({ callFrame }) => ["(idle)", "(program)", "(root)"].includes(callFrame.functionName)).map(({ id }) => id));
  return samples.reduce((sum, id, at) => sum + (idle.has(id) ? 0 : timeDeltas[at] / 1_000), 0);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Runs of each kind, interleaved, so that what else the machine does falls on all alike. */
async function compare(kind) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    const taken = {};
    for (const name of Object.keys(heads)) taken[name] = await measure(kind, name);
    runs.push(taken);
  }
  return runs;
}

/** By what the page alone took less: what the recorder took. */
const added = (runs, name, what) => median(runs.map((taken) => taken[name][what] - taken.none[what]));
const ratio = (runs, what) => median(runs.map((taken) => taken.ours[what] / taken.rrweb[what]));
const ratioAdded = (runs, what) => median(runs.map(({ none, rrweb, ours }) => (ours[what] - none[what]) / (rrweb[what] - none[what])));

/** What a visitor's browser loads, apart by what makes it load, in bytes of gzip; `npm run check` counts alike. */
function sizes() {
  const dist = join(SDK, "dist");
  const sizeOf = (pattern) => gzipSync(readFileSync(join(dist, readdirSync(dist).find((name) => pattern.test(name)))), { level: 9 }).length;
  const loader = sizeOf(/^revoir\.js$/);
  return {
    loader,
    complete: loader + sizeOf(/^recorder-[0-9a-f]+\.js$/),
    ring: sizeOf(/^ring-[0-9a-f]+\.js$/),
    detectors: sizeOf(/^detect-[0-9a-f]+\.wasm$/),
    detectors_as_script: sizeOf(/^detect-[0-9a-f]+\.js$/),
    panel: sizeOf(/^panel-[0-9a-f]+\.js$/),
  };
}

// The first pages of a browser pay for what it has not done before.
for (const name of Object.keys(heads)) await measure("empty", name);
const full = await compare("full");
const empty = await compare("empty");
const result = {
  runs: RUNS,
  script: { ratio: ratioAdded(full, "script"), whole_ratio: ratio(full, "script"), rrweb_ms: added(full, "rrweb", "script"), ours_ms: added(full, "ours", "script") },
  task: { ratio: ratioAdded(full, "task"), whole_ratio: ratio(full, "task") },
  process: { ratio: ratio(full, "process"), rrweb_ms: median(full.map(({ rrweb }) => rrweb.process)), ours_ms: median(full.map(({ ours }) => ours.process)), none_ms: median(full.map(({ none }) => none.process)) },
  start: { rrweb_ms: added(empty, "rrweb", "task"), ours_ms: added(empty, "ours", "task"), rrweb_script_ms: added(empty, "rrweb", "script"), ours_script_ms: added(empty, "ours", "script") },
  sent: median(full.map(({ ours }) => ours.sent)),
  requests: median(full.map(({ ours }) => ours.requests)),
  gzip: sizes(),
};

const two = (number) => number.toFixed(2);
const whole = (number) => String(Math.round(number));
console.log(`| what | rrweb | ours | ratio | target |
| --- | --- | --- | --- | --- |
| script, by the recorder | ${whole(result.script.rrweb_ms)} ms | ${whole(result.script.ours_ms)} ms | ${two(result.script.ratio)} | ${TARGETS.script} |
| script, whole page | | | ${two(result.script.whole_ratio)} | |
| main thread, by the recorder | | | ${two(result.task.ratio)} | |
| process, whole page (alone ${whole(result.process.none_ms)} ms) | ${whole(result.process.rrweb_ms)} ms | ${whole(result.process.ours_ms)} ms | ${two(result.process.ratio)} | ${TARGETS.process} |
| start on an empty page, main thread | ${whole(result.start.rrweb_ms)} ms | ${whole(result.start.ours_ms)} ms | | |
| start on an empty page, script | ${whole(result.start.rrweb_script_ms)} ms | ${whole(result.start.ours_script_ms)} ms | | |
| sent | | ${result.sent} B in ${result.requests} requests | | ${TARGETS.sent} |
| loader, gzip | | ${result.gzip.loader} B | | ${TARGETS.loader} |
| loader and recorder, gzip | | ${result.gzip.complete} B | | ${TARGETS.complete} |
| ring, gzip, under L2 alone | | ${result.gzip.ring} B | | |
| detectors, gzip, where a field is entered | | ${result.gzip.detectors} B | | |
| detectors as script, gzip, where a field is entered and WebAssembly is refused | | ${result.gzip.detectors_as_script} B | | |
| panel, gzip, under data-debug alone | | ${result.gzip.panel} B | | |
`);
console.log(JSON.stringify(result));
await browser.close();
site.stop();
wire.stop();
server.remove();
