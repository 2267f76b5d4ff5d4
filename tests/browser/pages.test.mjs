import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { startServer } from "./server.mjs";
import { accept, beActive, waitForState, waitUntilSent } from "./shop.mjs";
import { eventually, launchBrowser, newRecording, openApi, pause } from "./support.mjs";
import { batches, grantRequests, startWire } from "./wire.mjs";

/** Longer than the SDK may hold back what it has buffered. */
const FLUSHED_MS = 7_000;
const IDLE_MS = 12_000;
const SHOPS_OWN_ERROR = "the error that this link is for";

let server;
let browser;
let wire;
let context;
let page;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});

beforeEach(async () => {
  wire = await startWire(server.url);
  context = await browser.newContext({ locale: "en-GB" });
  page = await context.newPage();
});

afterEach(async () => {
  await context.close();
  wire.stop();
});

after(async () => {
  await browser?.close();
  server?.remove();
});

/** Opens the shop and lets the visit be recorded for `ux`. */
async function startVisit() {
  await page.goto(`${wire.url}/demo/`);
  await accept(page, "ux");
  await waitUntilSent(page, "ux");
}

/** Opens a page of the shop, does a little, and stays until it was sent. */
async function visit(tab, path) {
  await tab.goto(`${wire.url}${path}`);
  await waitForState(tab, "ux", "sending");
  const sentBefore = batches(wire).length;
  await beActive(tab);
  const isAnswered = ({ status }) => status !== undefined;
  const arrived = () => batches(wire).length > sentBefore && batches(wire).every(isAnswered);
  await eventually("what was done is sent", arrived, 20_000);
}

/** The sequences that were sent under each grant, each once, in order of arrival. */
function sequences() {
  const byGrant = new Map();
  for (const { grant, seq } of batches(wire)) byGrant.set(grant, (byGrant.get(grant) ?? new Set()).add(seq));
  return [...byGrant.values()].map((seen) => [...seen]);
}

function countingTo(length) {
  return [...Array(length).keys()];
}

/** Batches that came again under one sequence with other bytes. */
function changedRepetitions() {
  const known = new Map();
  return batches(wire).filter(({ grant, seq, bytes }) => {
    const key = `${grant} ${seq}`;
    const first = known.get(key) ?? bytes;
    known.set(key, first);
    return !first.equals(bytes);
  });
}

test("three pages and a reload of one tab are one recording, in order", async () => {
  const api = await openApi(server.url, "analyst@demo.test");
  const recordingsBefore = await api.recordingIds("ux");
  await startVisit();

  await visit(page, "/demo/product/olive");
  await page.reload();
  await visit(page, "/demo/address");

  const [sent] = sequences();
  assert.equal(grantRequests(wire).length, 1);
  assert.equal(sequences().length, 1);
  assert.deepEqual(sent, countingTo(sent.length));
  assert.deepEqual(changedRepetitions(), []);
  assert.deepEqual([...new Set(batches(wire).map(({ status }) => status))], [202]);
  await newRecording(api, recordingsBefore);
  assert.equal((await api.recordingIds("ux")).length, recordingsBefore.length + 1);
});

test("each page of the recording begins with a picture of it", async () => {
  await startVisit();

  await visit(page, "/demo/product/olive");
  await visit(page, "/demo/address");

  const events = batches(wire).flatMap(({ plain }) => JSON.parse(plain));
  assert.equal(events.filter(({ type }) => type === 2).length, 3);
  assert.deepEqual(events.map(({ timestamp }) => timestamp), events.map(({ timestamp }) => timestamp).sort((a, b) => a - b));
  assert.equal(events[0].timestamp, 0);
});

test("a duplicated tab opens a recording of its own", async () => {
  await startVisit();
  const kept = await page.evaluate(() => ({ ...sessionStorage }));
  const twin = await context.newPage();
  await twin.addInitScript((entries) => {
    if (sessionStorage.length === 0) for (const [key, value] of Object.entries(entries)) sessionStorage.setItem(key, value);
  }, kept);

  await visit(twin, "/demo/product/pot");
  await visit(page, "/demo/product/rose");

  assert.equal(grantRequests(wire).length, 2);
  assert.equal(sequences().length, 2);
  assert.deepEqual(sequences(), sequences().map((sent) => countingTo(sent.length)));
  assert.deepEqual(changedRepetitions(), []);
  assert.deepEqual([...new Set(batches(wire).map(({ status }) => status))], [202]);
});

test("an idle tab sends nothing, and what changes later is sent", async () => {
  await startVisit();
  await beActive(page);
  await pause(FLUSHED_MS);
  const sentBefore = wire.requests.length;

  await pause(IDLE_MS);
  const sentWhileIdle = wire.requests.length - sentBefore;
  await page.evaluate(() => document.querySelector("main").append("something new"));

  assert.equal(sentWhileIdle, 0);
  await eventually("what changed is sent", () => wire.requests.length === sentBefore + 1);
  assert.deepEqual(sequences()[0], countingTo(sequences()[0].length));
});

test("what a page does by itself after a minute without its visitor is not sent", async () => {
  await page.clock.install();
  await startVisit();
  await beActive(page);
  await pause(FLUSHED_MS);
  const sentBefore = wire.requests.length;

  await page.clock.fastForward("02:00");
  await page.evaluate(() => document.querySelector("main").append("news of the page's own"));
  await pause(IDLE_MS);
  const sentWhileIdle = wire.requests.length - sentBefore;
  await beActive(page);

  assert.equal(sentWhileIdle, 0);
  await eventually("the visitor's return is sent", () => wire.requests.length > sentBefore);
});

test("the SDK works under script-src 'self' without a violation or a complaint in the console", async () => {
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.exposeFunction("noteViolation", (directive) => complaints.push(directive));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => window.noteViolation(event.violatedDirective));
  });

  const answer = await page.goto(`${wire.url}/demo/`);
  await accept(page, "support", "ux", "errors");
  await waitUntilSent(page, "ux");
  await visit(page, "/demo/product/rose");
  await visit(page, "/demo/account/settings");

  assert.match(answer.headers()["content-security-policy"], /script-src 'self';/);
  assert.deepEqual(complaints, []);
});

const refuse = "get() { throw new Error('refused by the page') }";
const HOSTILE_PAGES = {
  "whose arrays cannot be serialised": "Array.prototype.toJSON = () => { throw new Error('toJSON') }",
  "without cryptography": `Object.defineProperty(window, "crypto", { ${refuse} })`,
  "without storage": `for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, { ${refuse} })`,
  "without locks": `Object.defineProperty(Navigator.prototype, "locks", { ${refuse} })`,
  "without compression": "delete window.CompressionStream",
  "whose fetch throws": "window.fetch = () => { throw new Error('fetch') }",
  "without mutation observers": "window.MutationObserver = function () { throw new Error('MutationObserver') }",
};

for (const [kind, script] of Object.entries(HOSTILE_PAGES)) {
  test(`on a page ${kind} no error of the SDK reaches the page, and the page's own do`, async () => {
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.addInitScript(script);

    await page.goto(`${wire.url}/demo/`);
    await page.locator("#accept-all").click();
    await beActive(page);
    await page.locator("#report-error").click();
    await pause(FLUSHED_MS);
    const status = await page.locator("#revoir-status").textContent();
    await page.goto(`${wire.url}/demo/product/rose`);
    await pause(1_000);

    assert.match(status, /^Support: .+ · Experience: .+ · Errors: .+$/);
    assert.deepEqual(errors, [SHOPS_OWN_ERROR]);
  });
}
