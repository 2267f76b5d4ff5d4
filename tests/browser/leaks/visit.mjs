import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pause } from "../support.mjs";
import { bytesOf } from "../wire.mjs";
import { createCanaries, within } from "./canaries.mjs";
import { unfold } from "./search.mjs";
import { PAGES, recordedBy } from "./site.mjs";

/** Until the recorder has told what it holds back: typing, scrolling, pointers. */
const TOLD_MS = 800;
const READY_MS = 30_000;
/** Slow enough for nothing: a page that takes longer has broken. */
const PAGES_AT_ONCE = 4;

/** Visits every page, each in a browser of its own; answers the canaries and what the tabs kept. */
export async function visitAll(browser, pages, wire, { site, purposes, pages: which = PAGES, act = true }) {
  const recorder = site === undefined ? recordedBy.everything(wire.url) : recordedBy.sdk(wire.url, site, purposes);
  const canaries = createCanaries();
  const kept = [];
  const left = [...which];
  const visitSome = async () => {
    for (let page = left.shift(); page !== undefined; page = left.shift()) {
      kept.push(...(await visit(browser, pages, { page, recorder, act, canary: within(canaries, page.name) })));
    }
  };
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, visitSome));
  return { canaries, kept };
}

let visits = 0;

async function visit(browser, pages, { page: shown, recorder, act, canary }) {
  visits += 1;
  const path = pages.put(shown, canary, recorder, `visit-${visits}`);
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1200, height: 800 } });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await context.newPage();
  if (shown.from) await page.goto(`${pages.url}${shown.from(canary)}`);
  await page.evaluate((to) => void (location.href = to), addressOf(pages.url, path, shown.user?.(canary)));
  await page.waitForLoadState();
  await page.waitForFunction(isReady, undefined, { timeout: READY_MS });
  if (act) await shown.act(page, canary);
  await pause(TOLD_MS);
  const kept = [await page.evaluate(readKept)];
  await page.evaluate(() => (window.sendEverything ?? window.revoir.flush)());
  // What the page leaves behind when it goes is there for the tab's next page.
  await page.evaluate((text) => void document.body.append(text), canary("text just before the page goes"));
  await page.goto(`${pages.url}/after.html`);
  kept.push(await page.evaluate(readKept));
  await context.close();
  return kept;
}

function addressOf(url, path, user) {
  return user === undefined ? url + path : url.replace("//", `//${user.join(":")}@`) + path;
}

/** In the page: whether every purpose records, or plain rrweb does. */
function isReady() {
  if (window.sendEverything) return document.readyState === "complete";
  const items = window.revoir?.status?.() ?? [];
  const open = items.filter(({ state, reason }) => reason !== "no-consent" && state !== "ring");
  return document.readyState === "complete" && open.length > 0 && open.every(({ state }) => state === "sending");
}

/** In the page: what was stored by anybody but the page itself. */
async function readKept() {
  const own = ([name]) => !name.startsWith("page-");
  const names = (list) => list.filter((name) => !name.startsWith("page-"));
  const stored = [localStorage, sessionStorage].map((store) => Object.entries({ ...store }).filter(own));
  const databases = names((await indexedDB.databases()).map(({ name }) => name));
  return JSON.stringify([stored, databases, names(await caches.keys())]);
}

/** Writes down all that was sent and kept, unfolded, for a search. */
export function writeEvidence(directory, requests, kept) {
  mkdirSync(directory, { recursive: true });
  const write = (name, bytes) => writeFileSync(join(directory, name), Buffer.concat(unfold(bytes).flatMap((part) => [part, Buffer.from("\n")])));
  requests.forEach((request, at) => write(`request-${at}.bin`, bytesOf(request)));
  kept.forEach((text, at) => write(`kept-${at}.bin`, Buffer.from(text)));
}
