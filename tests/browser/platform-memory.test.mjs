// What a consent platform remembers of earlier pages: how old it is, what was taken back, and that it is no act.
import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { startChoices } from "./choices.mjs";
import { browser, runServer, server } from "./running.mjs";
import { waitForState } from "./shop.mjs";
import { eventually, pause } from "./support.mjs";

runServer();

const DAY_MS = 86_400_000;
const PROOF = "revoir:proof:demo";
let site;
let context;
let page;
after(() => site?.stop());
beforeEach(async () => {
  site ??= await startChoices(server.url);
  site.page = PAGE;
  site.requests.length = 0;
  context = await browser.newContext({ locale: "en-GB" });
  page = await context.newPage();
});
afterEach(() => context.close());

/** A platform by the IAB's interface, which remembers in `sessionStorage` what `answer` was told, and says so late. */
const PAGE = `<!doctype html><html lang="en"><title>A site</title><h1>A site</h1><script>{
  const heard = [];
  const data = { eventStatus: "cmpuishown", gdprApplies: true, purpose: { consents: {} } };
  window.__tcfapi = (command, version, callback) => { heard.push(callback); if (window.late) return; callback(data, true); };
  window.answer = (consents, eventStatus = "useractioncomplete") => {
    sessionStorage.setItem("platform", JSON.stringify(consents));
    Object.assign(data, { eventStatus, purpose: { consents } });
    for (const call of heard) call(data, true);
  };
  window.remember = () => answer(JSON.parse(sessionStorage.getItem("platform")), "tcloaded");
  const known = sessionStorage.getItem("platform");
  window.late = known !== null;
}</script><script src="/sdk/revoir-tcf.js" data-site="demo" data-ux="1" data-support="2"></script>`;

const states = () => page.evaluate(() => window.revoir.status().map(({ reason, state }) => reason ?? state));
const answer = (ux, support) => page.evaluate(([one, two]) => window.answer({ 1: one, 2: two }), [ux, support]);
const grants = () => site.requests.filter(({ path }) => path === "/v1/grants").map(({ body }) => JSON.parse(body).purpose);

/** Another page of the visit, to which the platform says what it remembers. */
async function goOn(name, { click = false } = {}) {
  await page.goto(`${site.url}/page-${name}`);
  await page.waitForFunction(() => typeof window.revoir?.status === "function");
  if (click) await page.mouse.click(5, 5);
  await page.evaluate(() => window.remember());
}

/** Has what is known of these purposes, and the last proof where there was one, be so many days old. */
async function age(days, purposes = ["ux", "support"]) {
  const set = ([key, day, aged]) => {
    const kept = JSON.parse(localStorage.getItem(key));
    for (const purpose of aged) kept.since[purpose] = day;
    if (kept.on) kept.on = day;
    localStorage.setItem(key, JSON.stringify(kept));
  };
  await page.evaluate(set, [PROOF, new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10), purposes]);
}

async function agree() {
  await page.goto(site.url);
  await page.mouse.click(5, 5);
  await answer(true, true);
  await waitForState(page, "ux", "sending");
  await waitForState(page, "support", "ring");
  await eventually("the proof is there", () => page.evaluate((key) => JSON.parse(localStorage.getItem(key)).on !== "", PROOF));
}

test("a yes that a platform remembers holds for six months, and is told once", async () => {
  await agree();
  await age(181);
  await goOn("young");
  await waitForState(page, "ux", "sending");
  await age(183);
  await goOn("old");

  await page.waitForFunction(() => window.revoir.status()[1].reason === "expired");
  site.requests.length = 0;
  await page.mouse.click(5, 5);
  await pause(2_000);
  assert.deepEqual(grants(), []);
  assert.deepEqual(site.proofs(), []);
  await answer(false, false);
  await answer(true, true);
  await waitForState(page, "ux", "sending");
  await eventually("a new proof", () => site.proofs().length === 1);
});

test("a yes of which the device alone knows grows as old as any other", async () => {
  await page.goto(site.url);
  await page.mouse.click(5, 5);
  await answer(false, true);
  await waitForState(page, "support", "ring");
  assert.deepEqual(site.proofs(), []);
  await age(183, ["support"]);
  await goOn("old");

  await page.waitForFunction(() => window.revoir.status()[0].reason === "expired");
});

test("who agrees to one purpose has not agreed anew to another whose time is over", async () => {
  await agree();
  await answer(true, false);
  await age(183, ["ux"]);
  await goOn("old");
  await page.waitForFunction(() => window.revoir.status()[1].reason === "expired");
  site.requests.length = 0;
  await page.mouse.click(5, 5);
  await answer(true, true);

  await waitForState(page, "support", "ring");
  await pause(1_000);
  assert.equal((await states())[1], "expired");
  assert.deepEqual(grants(), []);
  await goOn("later");
  await waitForState(page, "support", "ring");
  assert.equal((await states())[1], "expired");
});

test("what was taken back where nobody told us is withdrawn by the next page that has consent", async () => {
  await agree();
  site.requests.length = 0;
  await page.evaluate(() => sessionStorage.setItem("platform", JSON.stringify({ 1: false, 2: true })));
  await goOn("taken-back");

  await waitForState(page, "support", "ring");
  assert.deepEqual((await states())[1], "withdrawn");
  await eventually("the withdrawal is told", () => site.asked().includes("POST /v1/withdrawals"));
  await eventually("and proven", () => site.proofs().length === 1);
  assert.deepEqual(site.proofs().map(({ act, purposes, mechanism }) => [act, purposes, mechanism]), [
    ["withdrawn", { support: true, ux: false }, "IAB TCF"],
  ]);
  assert.equal(await page.evaluate(() => localStorage.getItem("revoir:receipts:demo")), null);
  await page.getByRole("status").filter({ hasText: "You have withdrawn your consent" }).waitFor();
});

test("under Global Privacy Control an answer given on the page counts, and one that is remembered does not, whatever was clicked", async () => {
  await context.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
  await agree();
  site.requests.length = 0;
  await goOn("remembered", { click: true });

  await page.waitForFunction(() => window.revoir.status()[1].reason === "globalPrivacyControl");
  await pause(1_000);
  assert.deepEqual(grants(), []);
  await answer(false, true);
  await answer(true, true);
  await waitForState(page, "ux", "sending");
  assert.equal((await states())[0], "globalPrivacyControl");
});

test("under Global Privacy Control nothing is read for what a platform remembers", async () => {
  await agree();
  await context.addInitScript(() => {
    Object.defineProperty(navigator, "globalPrivacyControl", { value: true });
    window.read = [];
    const getItem = Storage.prototype.getItem;
    Storage.prototype.getItem = function (key) {
      window.read.push(key);
      return getItem.call(this, key);
    };
  });
  await goOn("remembered");

  await page.waitForFunction(() => window.revoir.status()[1].reason === "globalPrivacyControl");
  assert.deepEqual(await page.evaluate(() => window.read.filter((key) => key.startsWith("revoir:"))), ["revoir:pending:demo"]);
});
