/**
 * Measures a recording of two hours and 100 MB in the console: what the first frame and each seek fetch,
 * and the memory of the tab. Prints one JSON object. `cargo xtask soak long-recording` runs it.
 */
import { createWriteStream, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { importFiles } from "./corpus.mjs";
import { freshDirectory, startServer } from "./server.mjs";
import { eventually, launchBrowser, pause, signInQuietly } from "./support.mjs";

const HOURS = 2;
const PAGES = 120;
const PAGE_MS = (HOURS * 3_600_000) / PAGES;
const ROWS = 700;
const CHANGES = 600;
/** One page stays open for ten minutes: a seek to its end fetches all of it. */
const LONG_PAGE = 60;
const LONG_PAGE_LENGTH = 10;

const element = (id, tagName, attributes, childNodes) => ({ type: 2, tagName, attributes, childNodes, id });
const text = (id, textContent) => ({ type: 3, textContent, id });
const masked = (seed) => Array.from({ length: 6 }, (_, at) => "*".repeat(1 + ((seed * 31 + at * 17) % 9))).join(" ");

/** A page with a table of masked words, as a business application has. */
function snapshot(seed) {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const cells = [0, 1, 2].map((cell) => {
      const id = 100 + row * 10 + cell * 2;
      return element(id, "td", { class: `cell c${cell}` }, [text(id + 1, masked(seed + row + cell))]);
    });
    return element(100 + row * 10 + 8, "tr", { class: row % 2 ? "odd" : "even" }, cells);
  });
  const style = "table{border-collapse:collapse}td{padding:4px 12px;border:1px solid #ccc}.odd{background:#f4f4f4}";
  const head = element(3, "head", {}, [element(4, "style", {}, [text(5, style)])]);
  const body = element(6, "body", {}, [element(7, "h1", {}, [text(8, masked(seed))]), element(9, "table", {}, rows)]);
  const html = element(2, "html", { lang: "en" }, [head, body]);
  return { node: { type: 0, childNodes: [html], id: 1 }, initialOffset: { left: 0, top: 0 } };
}

function* events() {
  for (let page = 0; page < PAGES; page += 1) {
    const start = page * PAGE_MS;
    const stays = page > LONG_PAGE && page < LONG_PAGE + LONG_PAGE_LENGTH;
    if (!stays) {
      yield { type: 4, data: { href: `/page/${page}`, width: 1280, height: 800 }, timestamp: start };
      yield { type: 2, data: snapshot(page), timestamp: start + 1 };
    }
    for (let change = 1; change < CHANGES; change += 1) yield* changes(page, change, start + (change * PAGE_MS) / CHANGES);
  }
}

/** The pointer moves, and some cells are written anew. */
function* changes(page, change, at) {
  const positions = [0, 1, 2].map((n) => ({ x: (change * 7 + n) % 1200, y: (change * 3 + n) % 700, id: 6, timeOffset: -n * 30 }));
  yield { type: 3, data: { source: 1, positions }, timestamp: at };
  const texts = Array.from({ length: 12 }, (_, n) => {
    const cell = (change * 13 + n * 7) % (ROWS * 3);
    return { id: 101 + Math.floor(cell / 3) * 10 + (cell % 3) * 2, value: masked(page + change + n) };
  });
  yield { type: 3, data: { source: 0, texts, attributes: [], removes: [], adds: [] }, timestamp: at + 1 };
  if (change % 20 === 0) yield { type: 3, data: { source: 2, type: 2, id: 100, x: 5, y: 5 }, timestamp: at + 2 };
}

async function writeRecording(file) {
  const out = createWriteStream(file, { mode: 0o644 });
  let size = 0;
  let separator = "[";
  for (const event of events()) {
    const bytes = separator + JSON.stringify(event);
    size += bytes.length;
    separator = ",";
    if (!out.write(bytes)) await once(out, "drain");
  }
  out.end("]");
  await once(out, "finish");
  return size;
}

/** Bytes of what the page has fetched from the API since the last call. */
function meter(page) {
  let bytes = 0;
  let requests = 0;
  page.on("requestfinished", async (request) => {
    if (!request.url().includes("/api/")) return;
    const { responseBodySize } = await request.sizes().catch(() => ({ responseBodySize: 0 }));
    bytes += responseBodySize;
    requests += 1;
  });
  return () => {
    const read = { bytes, requests };
    bytes = 0;
    requests = 0;
    return read;
  };
}

/** Resident memory of the browser's renderers, in MB. */
async function memory(session) {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const pids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const pages = pids.map((pid) => Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]));
  return Math.round((Math.max(0, ...pages) * 4096) / 1e6);
}

/** Waits until the player shows this position: its stage is seen and nothing is on its way. */
async function shows(page, ms) {
  const slider = page.getByRole("slider", { name: "Position" });
  const frame = () => page.frames().find((candidate) => candidate.name() === "revoir-document");
  await eventually(`position ${ms}`, async () => {
    const at = Number(await slider.inputValue().catch(() => "-1"));
    const seen = await frame()?.locator(".revoir-stage[data-seen] iframe").count().catch(() => 0);
    return seen === 1 && Math.abs(at - ms) < 1_000 && (await page.getByText("Loading…").count()) === 0;
  }, 60_000);
}

async function measure(server, browser, recording) {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1440, height: 900 } });
  await signInQuietly(context, server.url, "analyst@demo.test");
  const page = await context.newPage();
  const session = await browser.newBrowserCDPSession();
  const read = meter(page);
  const seek = async (share) => {
    const ms = Math.round(share * HOURS * 3_600_000);
    const started = Date.now();
    await page.getByRole("slider", { name: "Position" }).fill(String(ms));
    await shows(page, ms);
    const took = Date.now() - started;
    await pause(2_000);
    return { minute: Math.round(ms / 60_000), ms: took, ...read(), memory_mb: await memory(session) };
  };
  const started = Date.now();
  await page.goto(`${server.url}/sites/demo/ux/recordings/${recording}`);
  await shows(page, 0);
  const took = Date.now() - started;
  await pause(2_000);
  const first = { ms: took, ...read(), memory_mb: await memory(session) };
  const seeks = [];
  for (const share of [0.5, 0.9, 0.1, 0.75, 0.58, 0.3, 0.99, 0.02]) seeks.push(await seek(share));
  const played = await play(page, session, read);
  return { first, seeks, played };
}

/** Plays eight times as fast from the beginning for two minutes. */
async function play(page, session, read) {
  await page.getByRole("slider", { name: "Position" }).fill("0");
  await shows(page, 0);
  await page.getByLabel("Speed").selectOption("8");
  read();
  await page.keyboard.press(" ");
  const most = [];
  for (let at = 0; at < 12; at += 1) {
    await pause(10_000);
    most.push(await memory(session));
  }
  const minute = Math.round(Number(await page.getByRole("slider", { name: "Position" }).inputValue()) / 60_000);
  return { minutes: minute, ...read(), memory_mb: most };
}

const directory = freshDirectory();
const server = await startServer();
const browser = await launchBrowser();
try {
  const file = join(directory, "long.json");
  const raw = await writeRecording(file);
  const [recording] = await importFiles(server, [file]);
  console.log(JSON.stringify({ raw_bytes: raw, hours: HOURS, ...(await measure(server, browser, recording)) }, null, 1));
} finally {
  await browser.close();
  await server.stop();
  server.remove();
  rmSync(directory, { recursive: true, force: true });
}
