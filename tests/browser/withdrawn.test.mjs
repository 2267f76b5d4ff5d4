import assert from "node:assert/strict";
import { test } from "node:test";
import { context, page, runTab, server, wire } from "./running.mjs";
import { runSql } from "./server.mjs";
import { accept, beActive, sendNow, waitForState } from "./shop.mjs";
import { eventually, newRecording, openApi, pause } from "./support.mjs";
import { residueOf } from "./whole-visit.mjs";
import { sdkRequests } from "./wire.mjs";

const AFTER_MS = 60_000;
/** What the ring holds at least; it is full when it holds that twice. */
const RING_S = 4;
/** Where the visitor goes on to, and after how long. */
const LATER = [["/demo/product/pot", 20_000], ["/demo/address", 40_000]];

runTab();

/** Has a short ring of `errors` wait for a call of the page. */
async function shortenRing() {
  await context.route("**/v1/sites/demo/policy", async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    const { collection } = json.purposes.find(({ purpose }) => purpose === "errors");
    Object.assign(collection, { triggers: [{ on: "custom", name: "help" }, { on: "javascript_error" }], before_s: RING_S });
    await route.fulfill({ response, json });
  });
}

/** The generations of what the ring has put in its database. */
function generations() {
  return page.evaluate(async () => {
    const [found] = await indexedDB.databases();
    if (!found) return [];
    const database = await new Promise((done) => Object.assign(indexedDB.open(found.name), { onsuccess: ({ target }) => done(target.result) }));
    const keys = await new Promise((done) => Object.assign(database.transaction("pieces").objectStore("pieces").getAllKeys(), { onsuccess: ({ target }) => done(target.result) }));
    database.close();
    return [...new Set(keys.map(([generation]) => generation))];
  });
}

/** Keeps back every batch from here on, so that what follows fills the buffers; answers what is kept back. */
async function holdBatches() {
  const held = [];
  await context.route("**/v1/batches", (route) => void held.push(route));
  return held;
}

/** What a visitor does in about a second, and what fires triggers and sends where anything may. */
async function goOn() {
  await beActive(page);
  await page.evaluate(() => {
    const said = document.createElement("p");
    said.textContent = "words ".repeat(50);
    document.body.append(said);
    setTimeout(() => { throw new Error("planted"); });
    void Promise.reject(new Error("planted"));
    window.revoir.trigger("help");
    void window.revoir.flush();
  });
  await pause(700);
}

/** Fills buffers and ring: a batch is under way that nobody answers, others wait behind it, and the ring has turned. */
async function fill() {
  const held = await holdBatches();
  const act = async () => {
    await beActive(page);
    await page.evaluate(() => document.body.append("words ".repeat(50)));
  };
  await eventually("a batch is under way", async () => (await act(), held.length > 0), 20_000);
  const end = Date.now() + 7_000;
  await eventually("the ring is full", async () => (await act(), Date.now() > end && (await generations()).length === 2), 20_000);
  return held;
}

/** A minute of going on, over three pages. */
async function goOnForAMinute(from) {
  const later = [...LATER];
  while (Date.now() < from + AFTER_MS) {
    await goOn();
    if (later.length > 0 && Date.now() > from + later[0][1]) await page.goto(`${wire.url}${later.shift()[0]}`);
  }
}

/** Sends a batch anew, past the browser; answers the status. */
async function replay(body) {
  const answer = await fetch(`${server.url}/v1/batches`, { method: "POST", body, headers: { "content-type": "text/plain", origin: wire.url } });
  return answer.status;
}

const rowsOf = (recording) =>
  runSql(server.data, ["recordings where id", "chunks where recording_id", "frames where recording_id"].map((where) => `select count(*) from revoir.${where} = '${recording}'`).join(" union all "));

test("after a withdrawal with full buffers and a full ring not a byte of content leaves in a minute, nothing is kept, and nothing comes back", async () => {
  const api = await openApi(server.url, "analyst@demo.test");
  const before = await api.recordingIds("ux");
  const elsewhere = [];
  context.on("request", (request) => request.url().startsWith(`${wire.url}/`) || elsewhere.push(request.url()));
  await shortenRing();
  await page.goto(`${wire.url}/demo/`);
  await accept(page, "ux", "errors");
  await waitForState(page, "ux", "sending");
  await waitForState(page, "errors", "ring");
  await beActive(page);
  await sendNow(page, "ux");
  const recording = await newRecording(api, before);
  assert.match(rowsOf(recording), /^1\n[1-9]\d*\n0$/);
  const held = await fill();
  const [late] = held.map((route) => route.request().postDataBuffer());
  const sent = wire.requests.findLast(({ path, status }) => path === "/v1/batches" && status === 202).body;

  await page.locator("#privacy-choices").click();
  const marked = wire.requests.length;
  await page.locator("#refuse-all").click();
  const withdrawnAt = Date.now();
  // Whatever still tried to leave now would.
  await context.unroute("**/v1/batches");
  await Promise.all(held.map((route) => route.continue().catch(() => {})));
  await goOnForAMinute(withdrawnAt);

  const after = sdkRequests({ requests: wire.requests.slice(marked) });
  assert.deepEqual(after.map(({ method, path }) => `${method} ${path}`).sort(), ["GET /v1/sites/demo/texts", "POST /v1/proofs", "POST /v1/withdrawals"]);
  const said = Object.fromEntries(after.filter(({ body }) => body.length > 0).map(({ path, body }) => [path, JSON.parse(body)]));
  assert.deepEqual(Object.keys(said).sort(), ["/v1/proofs", "/v1/withdrawals"]);
  assert.deepEqual(Object.keys(said["/v1/withdrawals"]), ["receipt"]);
  assert.deepEqual(Object.keys(said["/v1/proofs"]).sort(), ["act", "mechanism", "purposes", "site", "text_version"]);
  assert.deepEqual(said["/v1/proofs"].purposes, { support: false, ux: false, errors: false });
  assert.deepEqual(elsewhere, []);

  const residue = await residueOf(page);
  const local = residue.local.filter((key) => !key.startsWith("jardin-clair."));
  assert.deepEqual({ ...residue, local }, { local: [], tab: [], cookies: [], databases: [], caches: [], workers: [], files: [] });
  assert.deepEqual(await context.cookies(), []);

  assert.equal(rowsOf(recording), "0\n0\n0");
  assert.deepEqual([await replay(late), await replay(sent)], [410, 410]);
  assert.equal(rowsOf(recording), "0\n0\n0");
  assert.deepEqual(await api.recordingIds("ux"), before);
  assert.equal(await api.status(`/recordings/${recording}`), 404);
  assert.equal(await api.status(`/recordings/${recording}/export`), 404);
});
