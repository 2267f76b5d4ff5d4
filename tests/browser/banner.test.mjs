import assert from "node:assert/strict";
import { after, afterEach, beforeEach, test } from "node:test";
import { findFaults } from "./axe.mjs";
import { startChoices } from "./choices.mjs";
import { browser, runServer, server } from "./running.mjs";
import { eventually, pause, screenshot } from "./support.mjs";

runServer();

let site;
let context;
let page;
after(() => site?.stop());
beforeEach(async () => {
  site ??= await startChoices(server.url);
  site.requests.length = 0;
  site.policy = undefined;
});
afterEach(() => context?.close());

const html = (lang, attributes) => `<!doctype html><html lang="${lang}"><meta name="viewport" content="width=device-width">
  <title>A site</title><main><h1>A site</h1><p>Its words.</p><button id="first">Buy</button></main>
  <script async src="/sdk/revoir.js" data-site="demo" ${attributes}></script></html>`;

async function open({ lang = "en", attributes = "data-banner", width = 1280, more = {} } = {}) {
  site.page = html(lang, attributes);
  await context?.close();
  context = await browser.newContext({ viewport: { width, height: 700 }, ...more });
  page = await context.newPage();
  await page.goto(site.url);
}

const dialog = () => page.locator("[data-revoir-banner] [role=dialog]");
const press = (name) => dialog().getByRole("button", { name }).click();
const states = () => page.evaluate(() => Object.fromEntries(window.revoir.status().map(({ purpose, state, reason }) => [purpose, reason ?? state])));
const kept = () => page.evaluate(() => Object.keys(localStorage).concat(Object.keys(sessionStorage)));
const settled = (purpose, state) => eventually(`${purpose} ${state}`, async () => (await states())[purpose] === state);

test("before an answer nothing is asked for but the banner and its texts, and nothing is kept", async () => {
  await open();
  await dialog().waitFor();
  await pause(500);
  assert.deepEqual(site.asked(), ["GET /sdk/banner.js", "GET /v1/sites/demo/texts"]);
  assert.deepEqual(await kept(), []);
  assert.deepEqual(await page.evaluate(() => indexedDB.databases()), []);
});

test("refusing is as easy as agreeing, nothing is chosen beforehand, and a refusal is remembered", async () => {
  await open();
  const [refuse, accept] = await Promise.all(["Refuse all", "Accept all"].map((name) => dialog().getByRole("button", { name }).boundingBox()));
  assert.deepEqual([refuse.height, refuse.y], [accept.height, accept.y]);
  assert.ok(Math.abs(refuse.width - accept.width) < 1);
  await press("Choose by purpose");
  assert.equal(await dialog().locator("input:checked").count(), 0);
  await press("Refuse all");
  await pause(500);
  assert.deepEqual(await states(), { support: "refused", ux: "refused", errors: "refused" });
  assert.deepEqual(await kept(), ["revoir:choice:demo"]);
  assert.deepEqual(site.requests.filter(({ method }) => method === "POST"), []);
  await page.reload();
  await pause(1000);
  assert.equal(await dialog().count(), 0);
});

test("one purpose is agreed to by keyboard alone, and only that one is recorded and proven", async () => {
  await open();
  await dialog().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await dialog().count(), 1, "Escape answers nothing");
  await dialog().getByRole("button", { name: "Choose by purpose" }).focus();
  await page.keyboard.press("Enter");
  await dialog().getByRole("radio", { name: "ux" }).or(dialog().locator("input[name=ux][value=true]")).first().focus();
  await page.keyboard.press("Space");
  await dialog().getByRole("button", { name: "Save my choice" }).focus();
  await page.keyboard.press("Enter");
  await settled("ux", "sending");
  assert.deepEqual(await states(), { support: "refused", ux: "sending", errors: "refused" });
  const grants = site.requests.filter(({ path }) => path === "/v1/grants").map(({ body }) => JSON.parse(body).purpose);
  assert.deepEqual(grants, ["ux"]);
  await eventually("a proof", () => site.proofs().length === 1);
  assert.deepEqual(site.proofs()[0].purposes, { support: false, ux: true, errors: false });
  await page.reload();
  await settled("ux", "sending");
  await pause(500);
  assert.equal(site.proofs().length, 1, "one proof a decision, not a page");
});

test("the badge says what is recorded, pauses, and withdraws for good", async () => {
  await open({ attributes: "data-banner data-badge" });
  await press("Accept all");
  const badge = page.locator("[data-revoir-badge]");
  await badge.getByRole("button", { name: /^Your visit is recorded/ }).click();
  await settled("ux", "sending");
  await badge.getByRole("button", { name: "Pause" }).click();
  await eventually("paused", async () => (await badge.getByRole("button", { name: "Resume" }).count()) === 1);
  await badge.getByRole("button", { name: "Resume" }).click();
  await badge.getByRole("button", { name: "Stop and delete" }).click();
  await page.getByRole("status").filter({ hasText: "You have withdrawn your consent" }).waitFor();
  await eventually("nothing but the refusal is kept", async () => (await kept()).join() === "revoir:choice:demo");
  await eventually("withdrawals", () => site.requests.some(({ path }) => path === "/v1/withdrawals"));
  const told = site.requests.length;
  await page.locator("#first").click();
  await pause(3000);
  assert.deepEqual(site.requests.slice(told).filter(({ path }) => /batches|grants/.test(path)), []);
  await page.reload();
  await pause(1000);
  assert.equal(await dialog().count(), 0, "who has withdrawn is not asked again");
});

const signal = () => Object.defineProperty(navigator, "globalPrivacyControl", { value: true });

test("Global Privacy Control is a refusal until the visitor chooses otherwise", async () => {
  await open({ attributes: "" });
  await context.addInitScript(signal);
  site.page = html("en", "data-banner");
  await page.goto(site.url);
  await pause(1500);
  assert.equal(await dialog().count(), 0);
  await page.evaluate(() => window.revoir.consent({ ux: true }, { mechanism: "a page", textVersion: "1" }));
  assert.equal((await states()).ux, "globalPrivacyControl");
  await page.evaluate(() => window.revoir.banner());
  await press("Accept all");
  await settled("ux", "sending");
});

test("Global Privacy Control outweighs what was agreed to before it, and not what was agreed to in spite of it", async () => {
  await open();
  await press("Accept all");
  await settled("ux", "sending");
  await context.addInitScript(signal);

  await page.reload();
  await settled("ux", "globalPrivacyControl");
  // what the page before had left to send is told by now
  site.requests.length = 0;
  await page.locator("#first").click();
  await pause(2_000);
  assert.equal(await dialog().count(), 0);
  assert.deepEqual(site.requests.filter(({ path }) => /batches|grants/.test(path)), []);
  await page.evaluate(() => window.revoir.banner());
  await press("Accept all");
  await settled("ux", "sending");
  await page.reload();

  await settled("ux", "sending");
});

test("choice and badge work in both languages, on small screens, under a strict policy, without a finding of axe", async () => {
  for (const lang of ["en", "fr"]) {
    for (const width of [320, 1280]) {
      site.policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'";
      await open({ lang, width, attributes: "data-banner data-badge", more: { bypassCSP: true } });
      await dialog().waitFor();
      for (const detailed of [false, true]) {
        if (detailed) await press(lang === "fr" ? "Choisir par finalité" : "Choose by purpose");
        assert.deepEqual(await findFaults(page), [], `${lang} ${width} ${detailed ? "choices" : "banner"}`);
        const buttons = await dialog().getByRole("button").all();
        for (const button of buttons) {
          const box = await button.boundingBox();
          assert.ok(box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 700, `${lang} ${width}: a button is out of sight`);
        }
        await page.screenshot({ path: screenshot(`banner-${lang}-${width}-${detailed ? "choices" : "first"}`) });
      }
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    }
  }
});

test("an answer is asked again when the texts have changed, and a page may open the choices itself", async () => {
  await open();
  await press("Refuse all");
  await page.evaluate(() => {
    const choice = JSON.parse(localStorage.getItem("revoir:choice:demo"));
    localStorage.setItem("revoir:choice:demo", JSON.stringify({ ...choice, choices: { ux: true }, textVersion: "0" }));
  });
  await page.reload();
  await dialog().waitFor();
  await press("Refuse all");
  await page.locator("#first").focus();
  await page.evaluate(() => window.revoir.banner());
  await dialog().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await dialog().count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), "first");
});
