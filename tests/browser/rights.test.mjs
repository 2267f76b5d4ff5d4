import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { browser, runServer, server } from "./running.mjs";
import { accept, beActive, sendNow, waitForState } from "./shop.mjs";
import { eventually, pause, screenshot } from "./support.mjs";

const FORGED = "ab".repeat(32);
const STATEMENT = "It was my sister. <img src=x onerror=alert(1)></script>";

/** Receipts of one visitor's browser, as `purpose:receipt`, which the SDK keeps in the tab. */
const receipts = [];

runServer();

/** A visit to the shop by the one browser of these tests; its tab's receipts are gathered. */
async function visit(context, ...purposes) {
  const page = await context.newPage();
  await page.goto(`${server.url}/demo/`);
  await accept(page, ...purposes);
  await waitForState(page, "ux", "sending");
  await beActive(page);
  if (purposes.includes("support")) await page.evaluate(() => window.revoir.trigger("help"));
  for (const purpose of purposes) await waitForState(page, purpose, "sending");
  for (const purpose of purposes) await sendNow(page, purpose);
  const kept = await page.evaluate(() => [...Object.values({ ...sessionStorage }), ...Object.values({ ...localStorage })].join(" "));
  for (const purpose of purposes) {
    const stored = kept.matchAll(new RegExp(`"purpose":"${purpose}".*?"receipt":"([0-9a-f]{64})"`, "g"));
    for (const [, receipt] of stored) receipts.push(`${purpose}:${receipt}`);
  }
  // the shop asks anew on the next visit
  await page.evaluate(() => localStorage.clear());
  await page.close();
}

const fragment = (list = receipts) => `#demo.${list.join(".")}`;

async function open(list, { locale = "en-GB", colorScheme = "light", width = 1280 } = {}) {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 900 }, acceptDownloads: true });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  page.errors = [];
  page.asked = [];
  page.on("pageerror", (error) => page.errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && page.errors.push(message.text()));
  page.on("request", (request) => page.asked.push({ url: request.url(), body: request.postData() ?? "" }));
  await page.goto(`${server.url}/r/${list === undefined ? "" : fragment(list)}`);
  await page.locator("h1").waitFor();
  await page.locator("[aria-busy]").waitFor({ state: "detached" });
  return page;
}

/** Presses a button by keyboard; the keyboard is never left without a place afterwards. */
async function pressByKeyboard(page, button, { then } = {}) {
  await button.focus();
  await page.keyboard.press("Enter");
  await then?.waitFor();
  await eventually("the focus has a place", () => page.evaluate(() => document.activeElement !== document.body));
}

test("three visits for two purposes are made in one browser", async () => {
  const context = await browser.newContext({ locale: "en-GB" });
  for (const purposes of [["ux"], ["ux"], ["ux", "support"]]) await visit(context, ...purposes);
  await context.close();

  assert.equal(new Set(receipts).size, 4, receipts.join("\n"));
});

test("the page shows exactly these, asks for each by itself, and leaves nothing in the address or the browser", async () => {
  const page = await open(receipts);

  assert.equal(await page.locator("li").count(), 4);
  assert.deepEqual(await page.locator("h2").allTextContents(), ["To help you", "To improve the site"]);
  assert.equal(page.url(), `${server.url}/r/`);
  const asked = page.asked.filter(({ url }) => url.includes("/v1/"));
  assert.equal(asked.length, 4);
  for (const { url, body } of asked) {
    assert.ok(!/[0-9a-f]{64}/.test(url), url);
    assert.equal(body.match(/[0-9a-f]{64}/g).length, 1, body);
  }
  assert.ok(!page.asked.some(({ url }) => url.includes("/assets/")), "no console code");
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie, (await caches.keys()).length, (await indexedDB.databases()).length]);
  assert.deepEqual(kept, [0, 0, "", 0, 0]);
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test("its answer lets nothing in and says nothing to others", async () => {
  const answer = await fetch(`${server.url}/r/`);

  assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
  const policy = answer.headers.get("content-security-policy");
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.ok(!policy.includes("unsafe"), policy);
});

test("one recording is replayed, by keyboard", async () => {
  const page = await open(receipts);
  const card = page.locator("li").first();

  await card.getByRole("button", { name: "Watch" }).focus();
  await page.keyboard.press("Enter");
  await card.getByRole("button", { name: "Play" }).waitFor();
  await card.locator("[data-shown]").waitFor();

  const replayed = page.frames().find((frame) => frame.name() === "revoir-document").childFrames()[0];
  await eventually("the shop is seen", async () => (await replayed.locator("body *").count()) > 20);
  await card.getByRole("button", { name: "Play" }).press("Enter");
  await card.getByRole("button", { name: "Pause" }).waitFor();
  await page.screenshot({ path: screenshot("rights-watch"), fullPage: true });
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

test("an archive plays from disk with the network off, and one that was cut off says so", async () => {
  const page = await open(receipts);
  const card = page.locator("li").first();
  await card.getByRole("button", { name: "Add a statement" }).click();
  await card.getByRole("textbox").fill(STATEMENT);
  await card.getByRole("button", { name: "Save" }).click();
  await page.getByText("Your statement is shown to whoever watches the recording.").waitFor();
  assert.equal(await card.locator("blockquote").textContent(), STATEMENT);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    card.getByRole("button", { name: "Download as a page" }).click(),
  ]);
  const file = join(server.data, "archive.html");
  await download.saveAs(file);
  await page.getByText("The file is complete").waitFor();
  const [json] = await Promise.all([
    page.waitForEvent("download"),
    card.getByRole("button", { name: "Download as data" }).click(),
  ]);
  assert.ok(JSON.parse(readFileSync(await json.path(), "utf8")).length > 2);

  const context = await browser.newContext({ offline: true, locale: "fr-FR" });
  const alone = await context.newPage();
  const asked = [];
  const errors = [];
  alone.on("request", (request) => asked.push(request.url()));
  alone.on("pageerror", (error) => errors.push(String(error)));
  alone.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await alone.goto(`file://${file}`);
  await alone.locator("[data-shown]").waitFor();
  const replayed = alone.frames().find((frame) => frame.name() === "revoir-document").childFrames()[0];
  await eventually("the shop is seen", async () => (await replayed.locator("body *").count()) > 20);
  await alone.getByRole("button", { name: "Lire" }).click();
  await alone.getByRole("button", { name: "Pause" }).waitFor();
  assert.equal(await alone.locator("blockquote").textContent(), STATEMENT);
  assert.deepEqual(asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")), []);
  assert.deepEqual(errors, []);
  const reached = await alone.evaluate((url) => fetch(url).then(() => "reached", () => "refused"), `${server.url}/healthz`);
  assert.equal(reached, "refused");
  assert.deepEqual(await findFaults(alone), []);
  await alone.screenshot({ path: screenshot("rights-archive") });

  const half = join(server.data, "half.html");
  const bytes = readFileSync(file);
  writeFileSync(half, bytes.subarray(0, bytes.length - 20_000));
  await alone.goto(`file://${half}`);
  await alone.getByText("This file is incomplete").waitFor();
  assert.equal(await alone.locator("iframe").count(), 0);
  await Promise.all([context.close(), page.context().close()]);
});

test("what is restricted is not watched until that is lifted, by keyboard", async () => {
  const page = await open(receipts);
  const card = page.locator("li").last();

  const restricted = page.getByText("The recording is restricted: nobody watches it until you lift that.");
  await pressByKeyboard(page, card.getByRole("button", { name: "Restrict" }), { then: restricted });
  assert.equal(await card.getByRole("button", { name: "Watch" }).count(), 0);
  await page.screenshot({ path: screenshot("rights-restricted"), fullPage: true });
  await pressByKeyboard(page, card.getByRole("button", { name: "Lift the restriction" }), { then: card.getByRole("button", { name: "Watch" }) });
  await page.context().close();
});

test("whoever goes on to another recording while one is fetched stays there", async () => {
  const page = await open(receipts);
  const cards = page.locator("li");
  let letGo;
  const isFree = new Promise((resolve) => (letGo = resolve));
  await page.route("**/archive", async (route) => {
    await isFree;
    await route.continue();
  });
  const [first, second] = [cards.nth(0), cards.nth(1)];
  await first.getByRole("button", { name: "Download as a page" }).click();
  await second.getByRole("button", { name: /statement/ }).click();
  const box = second.getByRole("textbox");
  await box.fill("I was");
  letGo();
  await page.getByText("The file is complete").waitFor();
  await page.keyboard.type(" there");

  assert.equal(await box.inputValue(), "I was there");
  await page.context().close();
});

test("axe finds nothing, in both languages and themes, at 320 px and at 1280", async () => {
  for (const [name, list, options] of [
    ["rights-light", receipts, {}],
    ["rights-dark-fr-320", receipts, { colorScheme: "dark", locale: "fr-FR", width: 320 }],
    ["rights-light-320", receipts, { width: 320 }],
    ["rights-empty-320", undefined, { width: 320 }],
    ["rights-gone-fr", [`ux:${FORGED}`], { locale: "fr-FR", colorScheme: "dark" }],
  ]) {
    const page = await open(list, options);
    assert.deepEqual(await findFaults(page), [], name);
    await page.screenshot({ path: screenshot(name), fullPage: true });
    await page.context().close();
  }
});

test("each button says of which recording it is, and hours are by 24, in both languages", async () => {
  for (const locale of ["en-GB", "fr-FR"]) {
    const page = await open(receipts, { locale });
    const titles = await page.locator("h3").allTextContents();
    assert.equal(titles.length, 4);
    for (const title of titles) assert.match(title, /, \d\d:00 (to|à) \d\d:00$/);
    const names = await page.locator("li button, section button").evaluateAll((buttons) => buttons.map((one) => one.getAttribute("aria-label") ?? one.textContent));
    assert.ok(names.length > 20, String(names.length));
    assert.equal(new Set(names).size, names.length, names.join("\n"));
    for (const [at, card] of (await page.locator("li").all()).entries()) {
      for (const one of await card.getByRole("button").all()) {
        const [seen, said] = [await one.textContent(), await one.getAttribute("aria-label")];
        assert.ok(said.startsWith(seen) && said.includes(titles[at]), said);
      }
    }
    await page.context().close();
  }
});

test("the language is switched on the page, and nothing is asked again", async () => {
  const page = await open(receipts);
  const before = page.asked.length;

  await pressByKeyboard(page, page.getByRole("button", { name: "Français" }), { then: page.getByRole("heading", { name: "Vos enregistrements" }) });

  assert.equal(await page.evaluate(() => document.activeElement.textContent), "English", "whoever wants it back presses again");
  assert.equal(await page.locator("html").getAttribute("lang"), "fr");
  assert.equal(await page.locator("li").count(), 4);
  assert.equal(page.asked.length, before);
  await page.context().close();
});

test("another browser sees nothing; forged receipts find nothing; pasted ones and a file find theirs", async () => {
  const other = await open();
  assert.equal(await other.locator("li").count(), 0);
  await other.getByLabel("Receipts", { exact: true }).fill("hello");
  await other.getByRole("button", { name: "Find" }).click();
  await other.getByText("There is no receipt in this").waitFor();
  await other.getByLabel("Receipts", { exact: true }).fill(FORGED);
  await other.getByRole("button", { name: "Find" }).click();
  await other.getByText("Nothing is kept for these receipts any more").waitFor();
  assert.equal(await other.locator("li").count(), 0);

  const file = { name: "receipts.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify([receipts[0].split(":")])) };
  await other.getByLabel("File with receipts").setInputFiles(file);
  await other.locator("li").waitFor();
  assert.equal(await other.locator("li").count(), 1);
  // a second link, opened in the same tab
  await other.evaluate((hash) => (location.hash = hash), fragment([receipts[1]]));
  await other.locator("li").nth(1).waitFor();
  assert.equal(other.url(), `${server.url}/r/`);
  await other.context().close();
});

test("a failure is told and tried again", async () => {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.route("**/v1/receipts/recording", (route) => route.abort());
  await page.goto(`${server.url}/r/${fragment([receipts[0]])}`);
  await page.getByText("That did not work.").waitFor();
  await page.unroute("**/v1/receipts/recording");
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("li").waitFor();
  await context.close();
});

test("one is erased, one purpose withdrawn, by keyboard, and then nothing is left for anybody", async () => {
  const page = await open(receipts);
  const erase = page.locator("li").last();
  await pressByKeyboard(page, erase.getByRole("button", { name: "Erase" }));
  await page.screenshot({ path: screenshot("rights-erase") });
  await page.keyboard.press("Enter");
  await page.getByText("The recording is erased.").waitFor();
  assert.equal(await page.locator("li").count(), 3);
  assert.equal(await page.evaluate(() => document.activeElement.localName), "h3", "the one beside it");
  for (const purpose of ["To help you", "To improve the site"]) {
    const part = page.locator("section").filter({ hasText: purpose });
    const begin = part.getByRole("button", { name: "Withdraw this consent" });
    await pressByKeyboard(page, begin);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.ok(await begin.evaluate((one) => one === document.activeElement), "who says no is back where they were");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await page.getByText("Your consent is withdrawn").waitFor();
    await part.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.localName), "h1");
  }
  await page.context().close();

  await pause(200);
  const again = await open(receipts);
  assert.equal(await again.locator("li").count(), 0);
  await again.getByText("Nothing is kept for these receipts any more").waitFor();
  await again.context().close();
});

test("no log holds a receipt", () => {
  const log = server.logs().toString();
  for (const one of receipts) assert.ok(!log.includes(one.split(":")[1]));
});
