import assert from "node:assert/strict";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { collectEveryone, TEXT, visitAs } from "./customers.mjs";
import { browser, runServer, server } from "./running.mjs";
import { beActive, sendNow, waitForState } from "./shop.mjs";
import { eventually, openApi, screenshot, signInForCookie, signInQuietly } from "./support.mjs";

const CUSTOMER = "anna-7f3c@example.org";
const LIST = "/sites/demo/support";

runServer();

test("three visits of two customers are recorded", async () => {
  const version = await collectEveryone();
  for (const id of [CUSTOMER, "somebody else", CUSTOMER]) await visitAs(id, version);
});

async function open(who, path, { locale = "en-GB", colorScheme = "light", width = 1280 } = {}) {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 800 } });
  await signInQuietly(context, server.url, `${who}@demo.test`);
  context.setDefaultTimeout(8_000);
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  await page.locator("h1:not(:empty)").waitFor();
  return page;
}

const field = (page) => page.getByLabel("Customer’s identifier");
const rows = (page) => page.locator("tr[data-row]");

test("an agent finds a customer with the keyboard alone, and goes back to the list", async () => {
  const page = await open("agent", LIST);
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));

  await field(page).focus();
  await page.keyboard.type(` ${CUSTOMER}`);
  await page.keyboard.press("Enter");

  await page.getByText("2 recordings shown.").waitFor();
  assert.equal(await rows(page).count(), 2);
  assert.equal(await rows(page).getByText("unverified").count(), 2);
  assert.deepEqual(await findFaults(page), []);
  await page.screenshot({ path: screenshot("lookup") });
  const kept = await page.evaluate(() => JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }, history.state]));
  assert.ok(![kept, ...asked].some((text) => decodeURIComponent(text).includes("anna-7f3c")), "the identifier stands somewhere");
  await field(page).press("Escape");
  await page.getByRole("button", { name: "Show all recordings" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Period/ }).waitFor();
  assert.equal(await field(page).inputValue(), "");
  assert.ok((await rows(page).count()) > 2);
  await page.context().close();
});

test("a recording of whom nothing was proven says so in the player", async () => {
  const page = await open("agent", LIST);
  await field(page).fill(CUSTOMER);
  await page.getByRole("button", { name: "Find" }).click();
  await rows(page).first().getByRole("link").click();

  await page.getByRole("listitem").filter({ hasText: "unverified" }).waitFor();
  await page.context().close();
});

test("each way in which nobody is found is said, in French too", async () => {
  const page = await open("agent", LIST, { locale: "fr-FR", colorScheme: "dark", width: 400 });
  const french = page.getByLabel("Identifiant du client");
  const find = () => page.getByRole("button", { name: "Trouver" }).click();

  await find();
  await page.getByText("Saisissez l’identifiant d’un client.").waitFor();
  await french.fill("nobody");
  await find();
  await page.getByText("Aucun enregistrement de ce client").waitFor();
  assert.deepEqual(await findFaults(page), []);
  await page.screenshot({ path: screenshot("lookup-none") });
  await french.fill("x".repeat(300));
  await find();
  await page.getByText("Un identifiant compte de 1 à 256 caractères").waitFor();
  let failing = true;
  await page.route("**/lookups", (route) => (failing ? route.abort() : route.continue()));
  await french.fill(CUSTOMER);
  await find();
  await page.getByRole("alert").getByRole("button").waitFor({ timeout: 20_000 });
  assert.deepEqual(await findFaults(page), []);
  failing = false;
  await page.getByRole("alert").getByRole("button").click();
  await page.getByText("unverified").or(page.getByText("non vérifié")).first().waitFor();
  await page.context().close();
});

test("who loses the right is told, and a purpose under I1 has no such field", async () => {
  const analyst = await open("analyst", "/sites/demo/ux");
  await analyst.getByRole("button", { name: /^Period/ }).waitFor();
  assert.equal(await field(analyst).count(), 0);
  await analyst.context().close();

  const page = await open("agent", LIST);
  const problem = JSON.stringify({ type: "/problems/denied", status: 403, title: "none of your roles allows this (Watch)" });
  await page.route("**/lookups", (route) => route.fulfill({ status: 403, contentType: "application/problem+json", body: problem }));
  await field(page).fill(CUSTOMER);
  await page.getByRole("button", { name: "Find" }).click();
  await page.getByRole("heading", { name: "Not open to your account" }).first().waitFor();
  await page.context().close();
});

test("whom a page names is found, each user apart, and stands nowhere in the visitor's browser", async () => {
  const context = await browser.newContext();
  const shop = await context.newPage();
  await shop.goto(`${server.url}/demo/`);
  const consents = (textVersion) => window.revoir.consent({ support: true }, { mechanism: "page", textVersion });
  await shop.waitForFunction(() => window.revoir?.status);
  await shop.evaluate(consents, TEXT);
  await waitForState(shop, "support", "sending");
  for (const name of ["bert-19c2", "carla-5d11"]) {
    assert.equal(await shop.evaluate((id) => window.revoir.identify(id), name), true);
    await waitForState(shop, "support", "sending");
    await beActive(shop);
    await sendNow(shop, "support");
  }

  const cookie = await signInForCookie(server.url, "agent@demo.test");
  const find = async (identifier) => {
    const headers = { cookie, "content-type": "application/json" };
    const body = JSON.stringify({ purpose: "support", identifier });
    const answer = await fetch(`${server.url}/api/sites/demo/lookups`, { method: "POST", headers, body });
    return (await answer.json()).recordings.map(({ id }) => id);
  };
  await eventually("both are found", async () => (await find("bert-19c2")).length + (await find("carla-5d11")).length === 2);
  const [[bert], [carla]] = [await find("bert-19c2"), await find("carla-5d11")];
  assert.notEqual(bert, carla);
  const state = JSON.stringify(await context.storageState({ indexedDB: true }));
  const session = await shop.evaluate(() => JSON.stringify({ ...sessionStorage }));
  for (const kept of [state, session]) assert.ok(!/bert-19c2|carla-5d11/.test(kept));
  assert.match(session, /revoir/);
  const analyst = await openApi(server.url, "analyst@demo.test");
  assert.equal(await analyst.status(`/recordings/${bert}`), 404);
  await context.close();
});
