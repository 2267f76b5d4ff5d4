import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VISITS } from "./demo-visits.mjs";
import { createHand } from "./hand.mjs";
import { startServer } from "./server.mjs";
import { accept, waitForState } from "./shop.mjs";
import { eventually, launchBrowser, newRecording, openApi, pause } from "./support.mjs";

/** Makes the recordings that the demo shows at its start: `demo/recordings/PURPOSE-N.json.zst`. */

const RECORDINGS = join(import.meta.dirname, "../../demo/recordings");
const AT_ONCE = 2;
const MAX_BYTES = 150_000;
const REST_MS = 3_000;

const server = await startServer();
const browser = await launchBrowser();
const api = await openApi(server.url, "analyst@demo.test");
mkdirSync(RECORDINGS, { recursive: true });

let doorFree = Promise.resolve();

/** Lets one visitor in at a time: what is new in the list meanwhile is that visitor's recording. */
function enter(page) {
  const entered = doorFree.then(async () => {
    const before = await api.recordingIds("ux");
    await page.goto(`${server.url}/demo/`);
    // All are recorded as `ux`, which needs no trigger; the name of the file says what each is shown as.
    await accept(page, "ux");
    await waitForState(page, "ux", "sending");
    return newRecording(api, before);
  });
  doorFree = entered.catch(() => undefined);
  return entered;
}

/** Makes one visit; answers the id of its recording once all of it has arrived. */
async function visit({ window, act }) {
  const context = await browser.newContext(window);
  const page = await context.newPage();
  const recording = await enter(page);
  await act(createHand(page));
  await page.evaluate(() => window.revoir.flush());
  await context.close();
  await waitUntilComplete(recording);
  return recording;
}

/** What leaves with a page arrives a little later: nothing new for a while means that all is there. */
async function waitUntilComplete(recording) {
  const arrived = async () => (await api.text(`/recordings/${recording}/events?state=open&first=0&last=65535`)).length;
  await eventually("the recording comes to rest", async () => {
    const before = await arrived();
    await pause(REST_MS);
    return (await arrived()) === before;
  }, 30_000);
}

async function exportRecording(name, recording) {
  const { code, stdout, stderr } = await server.command("export", recording);
  if (code !== 0) throw new Error(`export of ${name} ended with ${code}: ${stderr}`);
  const packed = execFileSync("zstd", ["-19", "-c", "-q"], { input: stdout, maxBuffer: 1 << 26 });
  if (packed.length > MAX_BYTES) throw new Error(`${name} has ${packed.length} bytes`);
  writeFileSync(join(RECORDINGS, `${name}.json.zst`), packed);
  const events = JSON.parse(stdout);
  const seconds = Math.round((events.at(-1).timestamp - events[0].timestamp) / 1000);
  console.log(`${name}: ${events.length} events, ${seconds} s, ${packed.length} bytes`);
}

async function makeSome(waiting) {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    await exportRecording(next.name, await visit(next));
  }
}

try {
  const waiting = [...VISITS];
  await Promise.all(Array.from({ length: AT_ONCE }, () => makeSome(waiting)));
} finally {
  await browser.close();
  server.remove();
}
