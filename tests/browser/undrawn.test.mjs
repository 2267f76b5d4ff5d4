import assert from "node:assert/strict";
import { test } from "node:test";
import { collectEveryone, TEXT } from "./customers.mjs";
import { context, page, runTab, wire } from "./running.mjs";
import { beActive } from "./shop.mjs";
import { eventually, pause } from "./support.mjs";
import { sdkRequests } from "./wire.mjs";

const PAGES = ["/demo/", "/demo/product/pot", "/demo/account/settings"];
/** Longer than the SDK may wait before it asks or sends anything. */
const LONG_ENOUGH_MS = 7_000;

runTab();

const isUndrawn = () => page.waitForFunction(() => window.revoir?.status?.()[0].reason === "not-drawn");
const askedFor = () => sdkRequests(wire).map(({ method, path }) => `${method} ${path.replace(/-[0-9a-f]{12}\./, ".")}`);

test("L1: a visit that is not drawn makes no further request, over three pages", async () => {
  await collectEveryone(0);
  const elsewhere = [];
  context.on("request", (request) => request.url().startsWith(`${wire.url}/`) || elsewhere.push(request.url()));
  await page.addInitScript((textVersion) => {
    (window.revoir ||= []).push((revoir) => revoir.consent({ support: true }, { mechanism: "a page", textVersion }));
  }, TEXT);
  await page.goto(`${wire.url}${PAGES[0]}`);
  await isUndrawn();
  await eventually("the decision is told", () => sdkRequests(wire).some(({ path, status }) => path === "/v1/proofs" && status < 300));
  const asked = ["GET /sdk/recorder.js", "GET /sdk/tell.js", "GET /v1/sites/demo/policy", "GET /v1/sites/demo/texts", "POST /v1/grants", "POST /v1/proofs"];
  assert.deepEqual(askedFor().sort(), asked);

  for (const path of PAGES) {
    await page.goto(`${wire.url}${path}`);
    await isUndrawn();
    await beActive(page);
    await page.evaluate(() => {
      window.revoir.trigger("help");
      setTimeout(() => { throw new Error("planted"); });
      void window.revoir.flush();
    });
  }
  await page.reload();
  await beActive(page);
  await pause(LONG_ENOUGH_MS);
  await page.close({ runBeforeUnload: true });
  await pause(500);

  assert.deepEqual(askedFor().sort(), asked);
  assert.deepEqual(elsewhere, []);
  assert.ok(wire.requests.filter(({ path }) => path.startsWith("/demo/product/pot")).length > 0);
});
