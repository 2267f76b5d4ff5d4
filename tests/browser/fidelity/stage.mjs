import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { openPlayer } from "../player.mjs";
import { waitForState } from "../shop.mjs";
import { eventually, newRecording, openApi, pause, signInQuietly } from "../support.mjs";
import { compareBoxes, readBoxes } from "./boxes.mjs";

const ROOT = join(import.meta.dirname, "../../..");
const PICTURES = join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "fidelity");
const WINDOW = { width: 1200, height: 800 };
const REST_MS = 600;
const WORST = 12;

/** Records pages and plays them again, in one browser, each compared with itself. */
export async function openStage(server, browser) {
  const api = await openApi(server.url, "analyst@demo.test");
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 800 } });
  await signInQuietly(context, server.url, "analyst@demo.test");
  const analyst = await context.newPage();
  mkdirSync(PICTURES, { recursive: true });

  /** Records what `act` makes of a page, and compares the page as it then is with its replay. */
  async function compare(name, url, act = () => {}) {
    const before = await api.recordingIds("ux");
    const visitor = await browser.newContext({ locale: "en-GB", viewport: WINDOW });
    const page = await visitor.newPage();
    await page.goto(url);
    await act(page);
    await waitForState(page, "ux", "sending");
    const boxes = await boxesAtRest(page);
    const picture = await page.screenshot();
    await visitor.close();
    const player = await openPlayer(analyst, server.url, await newRecording(api, before));
    await player.seek(player.totalMs);
    const compared = compareBoxes(boxes, await player.read(readBoxes, true));
    await draw(name, picture, await analyst.screenshot());
    return compared;
  }

  /** A page's boxes, once they stay as they are while all is sent: a page may say what the SDK does. */
  async function boxesAtRest(page) {
    let boxes;
    return eventually("the page is at rest", async () => {
      const before = boxes;
      await pause(REST_MS);
      await page.evaluate(() => window.revoir.flush());
      boxes = await page.evaluate(readBoxes, false);
      return isDeepStrictEqual(boxes, before) ? boxes : undefined;
    }, 60_000);
  }

  /** Keeps page and replay side by side. */
  async function draw(name, page, replay) {
    const paper = await context.newPage();
    await paper.setViewportSize({ width: 2 * WINDOW.width, height: WINDOW.height });
    const show = (picture) => `<img style="width: 50%; vertical-align: top" src="data:image/png;base64,${picture.toString("base64")}">`;
    await paper.setContent(`<body style="margin: 0; white-space: nowrap; font-size: 0">${show(page)}${show(replay)}`);
    await paper.screenshot({ path: join(PICTURES, `${name}.png`) });
    await paper.close();
  }

  return { compare };
}

/** Says in a few lines how a page was replayed. */
export function describe(name, { elements, seen, share, missing, added, worst }) {
  const lines = worst.slice(0, WORST).map(({ selector, page, replay }) => `  ${selector}: ${page} became ${replay}`);
  const lost = missing.slice(0, WORST).map((selector) => `  missing: ${selector}`);
  const more = added.slice(0, WORST).map((selector) => `  added: ${selector}`);
  const head = `${name}: ${elements} elements, ${missing.length} missing, ${(100 * share).toFixed(1)} % of ${seen} boxes agree`;
  return [head, ...lost, ...more, ...lines].join("\n");
}

/** Writes down all that was found, beside the pictures. */
export function keepReport(name, reports) {
  mkdirSync(PICTURES, { recursive: true });
  writeFileSync(join(PICTURES, `${name}.json`), JSON.stringify(reports, undefined, 1));
}
