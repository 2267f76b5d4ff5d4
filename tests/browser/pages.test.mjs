import assert from "node:assert/strict";
import { test } from "node:test";
import { context, page, runTab, server, wire } from "./running.mjs";
import { accept, beActive, sendNow, waitForState, waitUntilSent } from "./shop.mjs";
import { startSite } from "./site.mjs";
import { eventually, newRecording, openApi, pause } from "./support.mjs";
import { batches, grantRequests } from "./wire.mjs";

/** Longer than rrweb holds back a pointer's way. */
const RECORDED_MS = 1_000;
/** Longer than the SDK may hold back what it has buffered, twice. */
const IDLE_MS = 12_000;

runTab();

/** Opens the shop and lets the visit be recorded for `ux`. */
async function startVisit() {
  await page.goto(`${wire.url}/demo/`);
  await accept(page, "ux");
  await sendNow(page, "ux");
}

/** Opens a page of the shop, does a little, and stays until it was sent. */
async function visit(tab, path) {
  await tab.goto(`${wire.url}${path}`);
  await waitForState(tab, "ux", "sending");
  const sentBefore = batches(wire).length;
  await beActive(tab);
  await sendNow(tab, "ux");
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

test("a change of address within a page begins with a picture of it too", async () => {
  await page.goto(`${wire.url}/demo/account/profile`);
  await accept(page, "ux");
  await sendNow(page, "ux");

  await page.locator("#tab-settings").click();
  const starts = () => batches(wire).flatMap(({ plain }) => JSON.parse(plain)).filter(({ type }) => type === 2 || type === 4);
  await eventually("the second page is sent", () => starts().length > 2);

  assert.deepEqual(starts().map(({ type }) => type), [4, 2, 4, 2]);
  assert.equal(starts()[2].data.href, "/demo/account/settings");
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
  await pause(RECORDED_MS);
  await sendNow(page, "ux");
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
  await pause(RECORDED_MS);
  await sendNow(page, "ux");
  const sentBefore = wire.requests.length;

  await page.clock.fastForward("02:00");
  await page.evaluate(() => document.querySelector("main").append("news of the page's own"));
  await pause(IDLE_MS);
  const sentWhileIdle = wire.requests.length - sentBefore;
  await beActive(page);

  assert.equal(sentWhileIdle, 0);
  await eventually("the visitor's return is sent", () => wire.requests.length > sentBefore);
});

test("the SDK works under script-src 'self' without a complaint in the console, and asks once a page whether WebAssembly may run", async () => {
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.exposeFunction("noteViolation", (directive) => complaints.push(directive));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => window.noteViolation(`${violatedDirective} ${blockedURI}`));
  });

  const answer = await page.goto(`${wire.url}/demo/`);
  await accept(page, "support", "ux", "errors");
  await waitUntilSent(page, "ux");
  await visit(page, "/demo/product/rose");
  await visit(page, "/demo/account/settings");

  const asked = complaints.filter((complaint) => complaint === "script-src wasm-eval");
  assert.match(answer.headers()["content-security-policy"], /script-src 'self';/);
  assert.deepEqual(complaints.filter((complaint) => !asked.includes(complaint)), []);
  assert.ok(asked.length > 0 && asked.length <= 3);
});

test("a site on another origin is recorded, without a preflight, and tells no more than its origin", async (t) => {
  const site = await startSite(wire.url);
  t.after(() => site.stop());
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));

  await page.goto(`${site.url}/private/path?q=secret`);
  await sendNow(page, "ux");
  await page.getByRole("button").click();
  await page.reload();
  await sendNow(page, "ux");

  await eventually("each batch is answered", () => batches(wire).every(({ status }) => status !== undefined));
  const told = wire.requests.flatMap(({ headers }) => headers.filter((_, at) => /^(referer|origin)$/i.test(headers[at - 1])));
  assert.deepEqual([...new Set(batches(wire).map(({ status }) => status))], [202]);
  assert.equal(grantRequests(wire).length, 1);
  assert.deepEqual([...new Set(wire.requests.map(({ method }) => method))].sort(), ["GET", "POST"]);
  assert.deepEqual([...new Set(told)].sort(), [site.url, `${site.url}/`]);
  assert.deepEqual(complaints, []);
});
