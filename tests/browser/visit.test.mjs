import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { canary, cardNumber, dumpDatabase, findLeaks, formsOf, iban, keepEvidence } from "./canaries.mjs";
import { findReplayDocument, openPlayer } from "./player.mjs";
import { findPgDump, findSocketDirectory, freshDirectory, startServer } from "./server.mjs";
import { accept, fillAddress, fillPayment, fillSettings, fillSignIn, strew, waitUntilSent } from "./shop.mjs";
import { eventually, launchWholeBrowser, newRecording, openApi, pause, screenshot, signIn } from "./support.mjs";
import { countTag, readTree } from "./trees.mjs";
import { batches, bytesOf, sdkRequests, startWire } from "./wire.mjs";

/** Long enough for the shop's status line and the recorder to come to rest. */
const REST_MS = 1_500;

const evidence = freshDirectory();
let server;
let wire;
let browser;
let analyst;
let api;
let visit;
let recording;

before(async () => {
  server = await startServer();
  wire = await startWire(server.url);
  browser = await launchWholeBrowser();
  api = await openApi(server.url, "analyst@demo.test");
  analyst = await browser.newPage({ locale: "en-GB", viewport: { width: 1440, height: 900 } });
  await signIn(analyst, server.url, "analyst@demo.test");
  const recordingsBefore = await api.recordingIds("ux");
  visit = await makeVisit();
  recording = await newRecording(api, recordingsBefore);
});

after(async () => {
  await browser?.close();
  wire?.stop();
  server?.remove();
  rmSync(evidence, { recursive: true, force: true });
});

/** Walks through the whole shop, types into everything, and leaves. */
async function makeVisit() {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1200, height: 800 } });
  const page = await context.newPage();
  const pages = [];
  const typed = [];
  const hosts = new Set();
  context.on("request", (request) => hosts.add(new URL(request.url()).host));

  const rest = async (path) => {
    await pause(REST_MS);
    pages.push({ path, tree: await page.evaluate(readTree, false) });
    const kept = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
    keepEvidence(join(evidence, "kept-by-the-tab"), `${pages.length}.json`, kept);
  };
  const open = (path) => page.goto(`${wire.url}${path}`);

  await open("/demo/");
  await accept(page, "ux", "support", "errors");
  await waitUntilSent(page, "ux");
  typed.push(canary("search"));
  await page.locator("#search").pressSequentially(typed[0]);
  await rest("/demo/");

  await page.locator("#search").press("Enter");
  await page.waitForURL("**/demo/search?**");
  await rest("/demo/search");

  await open("/demo/product/rose");
  await page.locator("#quantity").fill("7");
  await page.locator("#add-to-basket").click();
  typed.push(await strew(page));
  await rest("/demo/product/");

  await open("/demo/sign-in");
  typed.push(...(await fillSignIn(page)));
  await rest("/demo/sign-in");

  await page.locator("#sign-in-button").click();
  await page.locator("#tab-settings").click();
  typed.push(...(await fillSettings(page)));
  await page.locator("#save-settings").click();
  await rest("/demo/account/");

  await open("/demo/address");
  typed.push(...(await fillAddress(page)));
  await page.locator("#apply-coupon").click();
  await rest("/demo/address");

  await page.locator("#address-button").click();
  await page.waitForURL("**/demo/payment");
  typed.push(...(await fillPayment(page)));
  await rest("/demo/payment");

  await page.locator("#pay").click();
  await page.waitForURL("**/demo/order");
  await rest("/demo/order");
  await context.close();
  return { pages, typed, hosts, leftAt: Date.now() };
}

/** The page of the visit that a recorded address belongs to. */
function visitedPage(href) {
  const { pathname } = new URL(href, wire.url);
  return visit.pages.find(({ path }) => (path === "/demo/" ? pathname === path : pathname.startsWith(path)));
}

/** The last moment at which each visited page was shown: just before the next one began. */
function lastMoments(player) {
  const starts = visit.pages.map((page) => player.pages.find(({ href }) => visitedPage(href) === page)?.ms);
  return visit.pages.map((page, at) => ({ ...page, ms: (starts[at + 1] ?? player.totalMs + 1) - 1 }));
}

test("the recording is in the analyst's list within ten seconds", async () => {
  await analyst.goto(`${server.url}/`);

  const row = analyst.locator(`a[href*="${recording}"]`).first();
  await row.waitFor({ timeout: Math.max(1, visit.leftAt + 10_000 - Date.now()) });

  assert.equal(await row.isVisible(), true);
});

test("the recording opens from the list and plays", async () => {
  await analyst.locator(`a[href*="${recording}"]`).first().click();
  const position = analyst.getByRole("slider", { name: "Position" });
  await position.waitFor();

  const before = Number(await position.inputValue());
  await analyst.getByRole("button", { name: "Play", exact: true }).click();

  const moved = async () => Number(await position.inputValue()) > before;
  assert.ok(await eventually("the position moves", moved));
});

test("the middle of the recording shows the page that was open then, masked", async () => {
  const position = analyst.getByRole("slider", { name: "Position" });
  await analyst.getByRole("button", { name: "Pause", exact: true }).click();

  await position.click();
  await pause(500);

  const route = /page \d+ (\S+)$/.exec(await position.getAttribute("aria-valuetext"))[1];
  const shown = await (await findReplayDocument(analyst)).evaluate(readTree, true);
  const share = Number(await position.inputValue()) / Number(await position.getAttribute("max"));
  await analyst.screenshot({ path: screenshot("visit-middle") });
  assert.ok(share > 0.45 && share < 0.55, `at ${share}`);
  assert.equal(countTag(shown, "input"), countTag(visitedPage(route).tree, "input"));
  assert.deepEqual(shown.clearTexts, []);
});

/** Elements of the page's own are renamed. */
const tagsOf = ({ tags }) => tags.map((tag) => (tag.includes("-") ? "custom" : tag));

/** The texts whose mask is no rough measure of them. */
const misfits = ({ textLengths: shown }, { textLengths }) =>
  textLengths.flatMap((length, at) => (shown[at] <= 2 * length + 2 && shown[at] >= length / 2 - 2 ? [] : `${length} became ${shown[at]}`));

/** What a rebuilt page has otherwise than the page that was visited. */
function differences(path, shown, tree) {
  const found = {
    elements: !isDeepStrictEqual(tagsOf(shown), tagsOf(tree)) && `${tree.tags} became ${shown.tags}`,
    "number of texts": shown.textLengths.length !== tree.textLengths.length && `${tree.textLengths.length} became ${shown.textLengths.length}`,
    "lengths of texts": misfits(shown, tree).join(),
    "clear texts": shown.clearTexts.join(),
    "children of blocked media": shown.mediaChildren,
  };
  return Object.entries(found).flatMap(([what, value]) => (value ? [`${what} of ${path}: ${value}`] : []));
}

test("each page is rebuilt with the same elements, texts masked at about their lengths, and empty media", async () => {
  const player = await openPlayer(analyst, server.url, recording);

  const found = [];
  for (const { path, tree, ms } of lastMoments(player)) {
    await player.seek(ms);
    found.push(...differences(path, await player.read(readTree, true), tree));
  }

  assert.deepEqual(found, []);
});

test("the product's media had children to leave out", () => {
  const { tree } = visit.pages.find(({ path }) => path === "/demo/product/");

  assert.ok(tree.mediaChildren > 0);
});

test("the SDK speaks to no other host", () => {
  assert.deepEqual([...visit.hosts], [new URL(wire.url).host]);
});

test("every batch of the visit was stored", () => {
  const statuses = batches(wire).map(({ status }) => status);

  assert.ok(statuses.length > visit.pages.length);
  assert.deepEqual([...new Set(statuses)], [202]);
});

test("an input event holds nothing but masks", () => {
  const events = batches(wire).flatMap(({ plain }) => JSON.parse(plain));

  const inputs = events.filter(({ type, data }) => type === 3 && data.source === 5);

  assert.ok(inputs.length > 0);
  assert.deepEqual(inputs.filter(({ data }) => /[^*\s]/.test(data.text ?? "")), []);
});

test("no typed value is in anything that the SDK sent or kept in the tab", () => {
  for (const [at, request] of sdkRequests(wire).entries()) {
    keepEvidence(join(evidence, "requests"), `${at}.bin`, bytesOf(request));
  }

  const leaks = findLeaks(visit.typed, join(evidence, "requests"), join(evidence, "kept-by-the-tab"));

  assert.deepEqual(leaks, []);
});

test("no typed value is in the recording as the analyst reads it", async () => {
  keepEvidence(join(evidence, "events"), "events.json", await api.text(`/recordings/${recording}/export`));

  const leaks = findLeaks(visit.typed, join(evidence, "events"));

  assert.deepEqual(leaks, []);
});

test("no typed value is in a dump of the database", () => {
  const dump = dumpDatabase(findPgDump(), findSocketDirectory(server.data));
  keepEvidence(join(evidence, "dump"), "dump.sql", dump);

  const leaks = findLeaks(visit.typed, join(evidence, "dump"));

  assert.ok(dump.includes(recording));
  assert.deepEqual(leaks, []);
});

test("the search finds a planted value in every form", () => {
  const planted = [canary("planted"), cardNumber(), iban()];
  const forms = planted.flatMap(formsOf);
  for (const [at, form] of forms.entries()) keepEvidence(join(evidence, "control"), `${at}.bin`, `\0\xff${form}\n\0`);

  const leaks = findLeaks(planted, join(evidence, "control"));

  const files = new Set(leaks.map((leak) => leak.slice(0, leak.indexOf(".bin:"))));
  assert.equal(files.size, forms.length);
});

test("the search finds a planted value in base64 wherever it begins", () => {
  const planted = canary("planted");
  for (const lead of ["", "a", "ab", "abc"]) {
    const bytes = Buffer.from(`${lead}${planted} and more`);
    keepEvidence(join(evidence, "base64"), `${lead}.plain.bin`, bytes.toString("base64"));
    keepEvidence(join(evidence, "base64"), `${lead}.url.bin`, bytes.toString("base64url"));
  }

  const leaks = findLeaks([planted], join(evidence, "base64"));

  assert.equal(new Set(leaks.map((leak) => leak.slice(0, leak.indexOf(".bin:")))).size, 8);
});

test("no typed value is in the data directory or the logs of the stopped server", async () => {
  const code = await server.stop();
  keepEvidence(join(evidence, "logs"), "logs.txt", server.logs());

  const leaks = findLeaks(visit.typed, server.data, join(evidence, "logs"));

  assert.equal(code, 0);
  assert.deepEqual(leaks, []);
});
