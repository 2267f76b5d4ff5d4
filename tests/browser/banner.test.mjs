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
  await badge.getByRole("button", { name: "Pause on this page" }).click();
  await eventually("paused", async () => (await badge.getByRole("button", { name: "Resume" }).count()) === 1);
  await badge.getByRole("button", { name: "Resume" }).click();
  await badge.getByRole("button", { name: "Stop and withdraw consent" }).click();
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

test("whoever has answered finds their choices again on every page, and their recordings there, by keyboard", async () => {
  for (const lang of ["en", "fr"]) {
    await open({ lang, width: 320 });
    await press(lang === "fr" ? "Tout accepter" : "Accept all");
    await settled("ux", "sending");
    await page.goto(`${site.url}/page-2`);
    const again = page.getByRole("button", { name: lang === "fr" ? "Votre choix sur l’enregistrement" : "Your choice on recording" });
    await again.waitFor();
    assert.deepEqual(await findFaults(page), []);
    await page.screenshot({ path: screenshot(`choices-again-${lang}`) });
    await again.focus();
    await page.keyboard.press("Enter");
    const see = dialog().getByRole("button", { name: lang === "fr" ? "Voir ce qui a été enregistré" : "See what was recorded" });
    assert.deepEqual(await findFaults(page), []);
    await see.focus();
    const [rights] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("Enter")]);
    assert.match(rights.url(), /\/r\/#demo(?:\.(?:support|ux|errors):[0-9a-f]{64})+$/);
    await rights.close();
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.localName), "button", "the focus is back on the button");

    await page.keyboard.press("Enter");
    await press(lang === "fr" ? "Tout refuser" : "Refuse all");
    const said = page.getByRole("status").filter({ hasText: lang === "fr" ? "Vous avez retiré votre consentement" : "You have withdrawn your consent" });
    await said.waitFor();
    assert.deepEqual(await findFaults(page), []);
    await page.screenshot({ path: screenshot(`withdrawn-${lang}`) });
    await eventually("withdrawals", () => site.requests.filter(({ path }) => path === "/v1/withdrawals").length > 0);
    await context.close();
    site.requests.length = 0;
  }
});

test("a page with a link of its own keeps the place free, and a badge has the choices itself", async () => {
  for (const attributes of ['data-banner="link"', "data-banner data-badge"]) {
    await open({ attributes });
    await press("Refuse all");
    await page.reload();
    await page.waitForFunction(() => window.revoir?.status?.().every(({ reason }) => reason === "refused"));
    await pause(500);
    assert.equal(await page.locator("[data-revoir-choices]").count(), 0);
  }
  assert.equal(await page.locator("[data-revoir-badge]").count(), 1);
});

test("the open badge is used by keyboard, in both languages and on a small screen, without a finding of axe", async () => {
  for (const lang of ["en", "fr"]) {
    await open({ lang, width: 320, attributes: "data-banner data-badge" });
    await press(lang === "fr" ? "Tout accepter" : "Accept all");
    await settled("ux", "sending");
    const badge = page.locator("[data-revoir-badge]");
    const opener = badge.locator("[aria-expanded]");
    await opener.filter({ hasText: lang === "fr" ? "Votre visite est enregistrée" : "Your visit is recorded" }).focus();
    await page.keyboard.press("Enter");
    assert.equal(await opener.getAttribute("aria-expanded"), "true");
    const [pauses, stop] = lang === "fr" ? ["Mettre en pause sur cette page", "Arrêter et retirer mon consentement"] : ["Pause on this page", "Stop and withdraw consent"];
    for (const name of [pauses, stop]) {
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.textContent), name);
    }
    assert.deepEqual(await findFaults(page), []);
    const box = await badge.getByRole("complementary").boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 320 && box.y + box.height <= 700, "it is within the window");
    await page.screenshot({ path: screenshot(`badge-open-${lang}`) });
    await page.keyboard.press("Escape");
    assert.equal(await opener.getAttribute("aria-expanded"), "false");
    await page.keyboard.press("Enter");
    for (let count = 0; count < 2; count += 1) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await settled("ux", "withdrawn");
  }
});

/** What is remembered of the choice. */
const choice = () => page.evaluate(() => JSON.parse(localStorage.getItem("revoir:choice:demo")));
const chooseNow = () => page.getByRole("button", { name: "Your choice on recording" }).click();

test("withdrawing one purpose makes what was agreed to for another no newer", async () => {
  await open();
  await press("Accept all");
  await settled("ux", "sending");
  const on = new Date(Date.now() - 100 * 86_400_000).toISOString().slice(0, 10);
  await page.evaluate((day) => {
    const key = "revoir:choice:demo";
    localStorage.setItem(key, JSON.stringify({ ...JSON.parse(localStorage.getItem(key)), on: day }));
  }, on);
  await page.reload();
  await settled("ux", "sending");
  const before = await choice();

  await page.evaluate(() => window.revoir.withdraw(["ux"]));
  await settled("ux", "withdrawn");
  await eventually("the refusal is remembered", async () => (await choice())?.choices.ux === false);

  assert.deepEqual(await choice(), { ...before, on, choices: { ...before.choices, ux: false } });
});

test("where a text is no longer accepted the banner asks with the one that is", async () => {
  await open();
  await press("Choose by purpose");
  await dialog().locator("input[name=ux][value=true]").check();
  await press("Save my choice");
  await settled("ux", "sending");
  await page.getByRole("button", { name: "Your choice on recording" }).waitFor();
  const old = (await choice()).textVersion;
  await page.route("**/v1/sites/demo/texts", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), text_version: "newer" } });
  });
  await page.route("**/v1/proofs", (route) => route.fulfill({ status: 409, headers: { "access-control-allow-origin": "*" }, body: "" }));
  await chooseNow();
  await press("Accept all");

  await settled("ux", "changed");
  await dialog().getByRole("button", { name: "Refuse all" }).waitFor();
  assert.equal((await choice()).textVersion, old);
  await press("Refuse all");
  assert.equal((await choice()).textVersion, "newer");
});

test("a tab whose texts did not come leaves its button once another tab has answered", async () => {
  await open();
  await dialog().waitFor();
  const other = await context.newPage();
  await other.route("**/v1/sites/demo/texts", (route) => route.abort());
  await other.goto(site.url);
  await other.waitForFunction(() => typeof window.revoir?.status === "function");
  await pause(500);
  await other.unroute("**/v1/sites/demo/texts");

  await press("Refuse all");

  await other.getByRole("button", { name: "Your choice on recording" }).waitFor();
  assert.equal(await other.locator("[data-revoir-banner]").count(), 0);
});
