import assert from "node:assert/strict";
import { test } from "node:test";
import { context, page, runTab, wire } from "./running.mjs";
import { accept, beActive, sendNow, waitForState } from "./shop.mjs";
import { eventually, pause } from "./support.mjs";
import { batches, sdkRequests } from "./wire.mjs";

const PAGES = ["/demo/", "/demo/product/pot", "/demo/account/settings"];
/** Longer than the SDK may wait before it asks or sends anything. */
const LONG_ENOUGH_MS = 7_000;

runTab();

/** What the SDK could have left on the terminal; the shop's own values are not its. */
async function traces() {
  const stored = await page.evaluate(async () => ({
    local: Object.keys(localStorage).filter((key) => !key.startsWith("jardin-clair.")),
    tab: Object.keys(sessionStorage),
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
  }));
  return { ...stored, cookies: await context.cookies() };
}

const NO_TRACES = { local: [], tab: [], databases: [], caches: [], cookies: [] };

function statusOf(purpose) {
  return page.evaluate((name) => window.revoir.status().find((item) => item.purpose === name), purpose);
}

test("before consent the SDK asks for nothing and stores nothing", async () => {
  await page.goto(`${wire.url}/demo/`);
  await page.waitForFunction(() => typeof window.revoir?.status === "function");

  await beActive(page);
  await pause(LONG_ENOUGH_MS);

  assert.deepEqual(sdkRequests(wire), []);
  assert.deepEqual(await traces(), NO_TRACES);
});

test("status always has three items, in the same order", async () => {
  await page.goto(`${wire.url}/demo/`);
  await page.waitForFunction(() => typeof window.revoir?.status === "function");

  const items = await page.evaluate(() => window.revoir.status());

  assert.deepEqual(items.map(({ purpose }) => purpose), ["support", "ux", "errors"]);
  assert.deepEqual(items.map(({ state, reason }) => `${state}: ${reason}`), Array(3).fill("off: no-consent"));
});

test("after a refusal the SDK asks for nothing and stores nothing, over three pages", async () => {
  await page.goto(`${wire.url}/demo/`);
  await page.locator("#refuse-all").click();

  for (const path of PAGES) {
    await page.goto(`${wire.url}${path}`);
    await beActive(page);
    assert.deepEqual(await traces(), NO_TRACES);
  }
  await pause(LONG_ENOUGH_MS);

  assert.deepEqual(sdkRequests(wire), []);
  assert.deepEqual(await traces(), NO_TRACES);
});

test("with consent to support alone, policy and recorder are fetched and no grant is asked for", async () => {
  await page.goto(`${wire.url}/demo/`);

  await accept(page, "support");
  await waitForState(page, "support", "ring");
  await beActive(page);
  await pause(LONG_ENOUGH_MS);

  const paths = sdkRequests(wire).map(({ method, path }) => `${method} ${path}`);
  const files = paths.filter((path) => /^GET \/sdk\/(?:recorder|ring|detect|tell)-[0-9a-f]+\.(?:js|wasm)$/.test(path));
  // Of the decision, once told, a proof.
  const told = sdkRequests(wire).filter(({ path }) => path === "/v1/proofs");
  assert.equal(files.length, paths.length - 1 - told.length);
  assert.ok(paths.includes("GET /v1/sites/demo/policy"));
  assert.ok(sdkRequests(wire).every((request) => told.includes(request) || request.body.length === 0));
});

test("with consent to support alone, support waits for a trigger and the others are off", async () => {
  await page.goto(`${wire.url}/demo/`);

  await accept(page, "support");
  await waitForState(page, "support", "ring");

  const items = await page.evaluate(() => window.revoir.status());
  const said = items.map(({ purpose, state, reason }) => `${purpose}: ${state}, ${reason}`);
  assert.deepEqual(said, ["support: ring, undefined", "ux: off, refused", "errors: off, refused"]);
});

test("the footer says what the SDK does", async () => {
  await page.goto(`${wire.url}/demo/`);

  await accept(page, "support", "ux");
  await waitForState(page, "ux", "sending");

  const line = page.locator("#revoir-status");
  await eventually("the footer follows", async () => (await line.textContent()).includes("Experience: recording"));
  assert.equal(await line.textContent(), "Support: waiting for a trigger · Experience: recording · Errors: off");
});

/** A page whose own requests tell its whole address. */
async function tellAddresses() {
  await page.route("**/demo/search?*", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), "referrer-policy": "unsafe-url" } });
  });
}

test("nothing that the SDK asks for names the address of the page, whatever the page's own policy", async () => {
  await tellAddresses();
  await page.goto(`${wire.url}/demo/search?q=secret-of-the-address`);

  await accept(page, "ux");
  await sendNow(page, "ux");

  const names = ({ path, headers }) => [path, ...headers].join("\n").includes("secret-of-the-address");
  assert.ok(wire.requests.some((request) => request.path === "/demo/shop.css" && names(request)));
  assert.ok(batches(wire).length > 0);
  assert.deepEqual(sdkRequests(wire).filter(names).map(({ path }) => path), []);
});

test("no request of the SDK carries a cookie", async () => {
  await context.addCookies([{ name: "shop", value: "of-the-page", url: wire.url }]);
  await page.goto(`${wire.url}/demo/`);

  await accept(page, "ux");
  await sendNow(page, "ux");

  const spoken = sdkRequests(wire).filter(({ path }) => path.startsWith("/v1/"));
  assert.ok(spoken.length >= 3);
  assert.deepEqual(spoken.filter(({ headers }) => headers.some((name) => /^cookie$/i.test(name))), []);
});

test("after a withdrawal status says that the purpose is off", async () => {
  await page.goto(`${wire.url}/demo/`);
  await accept(page, "ux");
  await waitForState(page, "ux", "sending");

  await page.locator("#privacy-choices").click();
  await page.locator("#refuse-all").click();
  await waitForState(page, "ux", "off");

  const { reason } = await statusOf("ux");
  assert.equal(reason, "withdrawn");
});
