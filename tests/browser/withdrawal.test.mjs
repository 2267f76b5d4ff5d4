import assert from "node:assert/strict";
import { test } from "node:test";
import { context, page, runTab, wire } from "./running.mjs";
import { accept, beActive, sendNow, waitForState } from "./shop.mjs";
import { eventually, launchRecallingBrowser, pause } from "./support.mjs";
import { batches, grantRequests } from "./wire.mjs";

runTab();

const withdraw = (tab = page) => tab.evaluate(() => window.revoir.withdraw());
const withdrawals = () => wire.requests.filter(({ path }) => path === "/v1/withdrawals");
const keys = (tab = page) =>
  tab.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => key.startsWith("revoir")));
const pending = (tab = page) => tab.evaluate(() => JSON.parse(localStorage.getItem("revoir:pending:demo") ?? "[]"));

/** Holds back every answer to this address until it is let go. */
async function hold(address) {
  let letGo;
  const isFree = new Promise((resolve) => (letGo = resolve));
  let isAsked = false;
  await page.route(address, async (route) => {
    isAsked = true;
    await isFree;
    await route.continue();
  });
  return { letGo, asked: () => eventually(`${address} is asked for`, () => isAsked) };
}

/** Has the policy name another version of the texts than the visitor agreed to, so that the server is asked whether that still counts. */
async function nameOtherTexts() {
  await page.route("**/v1/sites/demo/policy", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), text_version: "2" } });
  });
}

for (const [what, address] of [["policy is", "**/v1/sites/demo/policy"], ["texts are", "**/v1/sites/demo/texts"]]) {
  test(`a withdrawal while the ${what} still on its way opens nothing, and leaves nothing`, async () => {
    if (what === "texts are") await nameOtherTexts();
    const answer = await hold(address);
    await page.goto(`${wire.url}/demo/`);
    await page.waitForFunction(() => typeof window.revoir?.status === "function");
    await page.evaluate(() => void window.revoir.consent({ ux: true }, { mechanism: "a page", textVersion: "1" }));
    await answer.asked();

    await withdraw();
    answer.letGo();
    await beActive(page);
    await pause(3_000);

    assert.deepEqual(grantRequests(wire), []);
    assert.deepEqual(batches(wire), []);
    assert.deepEqual(await keys(), []);
  });
}

test("what is withdrawn in one tab stops in the other", async () => {
  const other = await context.newPage();
  await page.goto(`${wire.url}/demo/`);
  await accept(page, "ux");
  await sendNow(page, "ux");
  await other.goto(`${wire.url}/demo/`);
  await waitForState(other, "ux", "sending");
  await sendNow(other, "ux");

  await withdraw();
  await waitForState(other, "ux", "off");
  await eventually("both recordings are withdrawn", () => new Set(withdrawals().map(({ body }) => body.toString())).size === 2);
  const stoppedAt = Date.now();
  await beActive(other);
  await other.evaluate(() => window.revoir.flush());
  await pause(3_000);

  assert.deepEqual(batches(wire).filter(({ at }) => at > stoppedAt), []);
  assert.deepEqual(await keys(other), []);
});

/** Has a page that is taken up again act, and then tell by a request what the SDK says of itself; its test hears nothing else of it. */
function tellOnReturn() {
  addEventListener("pageshow", async ({ persisted }) => {
    if (!persisted) return;
    for (let step = 0; step < 20; step += 1) {
      document.body.append(`word ${step} `);
      document.body.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await window.revoir.flush();
    await fetch(`/told?${encodeURIComponent(JSON.stringify(window.revoir.status()))}`);
  });
}

test("a page that was put aside while its consent was withdrawn records nothing more when it is taken up again", async (t) => {
  const recalling = await launchRecallingBrowser();
  t.after(() => recalling.close());
  const tab = await recalling.newPage();
  await tab.addInitScript(tellOnReturn);
  await tab.goto(`${wire.url}/demo/`);
  await accept(tab, "ux");
  await sendNow(tab, "ux");
  await tab.goto(`${wire.url}/demo/product/pot`);
  await waitForState(tab, "ux", "sending");

  await withdraw(tab);
  await eventually("the withdrawal is told", () => withdrawals().some(({ status }) => status < 300));
  const stoppedAt = Date.now();
  await tab.evaluate(() => void history.back());
  const told = () => wire.requests.find(({ path }) => path.startsWith("/told?"));
  await eventually("the page is taken up again", () => told() !== undefined);

  const states = JSON.parse(decodeURIComponent(told().path.slice("/told?".length)));
  assert.equal(states.find(({ purpose }) => purpose === "ux").state, "off");
  assert.deepEqual(batches(wire).filter(({ at }) => at > stoppedAt), []);
  assert.deepEqual(grantRequests(wire).filter(({ at }) => at > stoppedAt), []);
});

/** A visit that is recorded, withdrawn without a network, and left. */
async function withdrawOffline() {
  await page.goto(`${wire.url}/demo/`);
  await accept(page, "ux");
  await sendNow(page, "ux");
  await context.setOffline(true);
  await withdraw();
  const waiting = await pending();
  assert.equal(waiting.length, 1);
  assert.deepEqual(withdrawals(), []);
  await page.getByRole("status").filter({ hasText: "You have withdrawn your consent" }).waitFor();
  await page.close();
  await context.setOffline(false);
  return waiting[0];
}

test("a withdrawal without a network is told by the next visit, and then forgotten", async () => {
  const [receipt] = await withdrawOffline();

  const next = await context.newPage();
  await next.goto(`${wire.url}/demo/product/pot`);
  await eventually("the withdrawal is told", () => withdrawals().some(({ status }) => status < 300));

  // The page that was closed may have heard of the network, too: a withdrawal that is told twice is one.
  assert.deepEqual([...new Set(withdrawals().map(({ body }) => JSON.parse(body).receipt))], [receipt]);
  await eventually("it is forgotten", async () => (await pending(next)).length === 0);
});

test("a withdrawal that nobody heard of for more than seven days is given up, and not kept", async () => {
  const receipt = "73".repeat(32);
  const dayOf = (daysAgo) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  await page.addInitScript((waiting) => {
    if (sessionStorage.getItem("aged")) return;
    sessionStorage.setItem("aged", "yes");
    localStorage.setItem("revoir:pending:demo", waiting);
  }, JSON.stringify([[receipt, dayOf(8)]]));

  await page.goto(`${wire.url}/demo/`);
  await eventually("it is given up", async () => (await page.evaluate(() => localStorage.getItem("revoir:pending:demo") ?? "[]")) === "[]");
  await pause(1_000);

  assert.deepEqual(withdrawals(), []);
});
