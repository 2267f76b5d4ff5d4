import assert from "node:assert/strict";
import { test } from "node:test";
import { openPlayer } from "./player.mjs";
import { browser, runServer, server } from "./running.mjs";
import { accept, beActive, waitForState } from "./shop.mjs";
import { eventually, openApi, pause, screenshot, signInQuietly } from "./support.mjs";
import { batches, grantRequests, sdkRequests, startWire } from "./wire.mjs";

const BEFORE_S = 4;
const AFTER_S = 4;
const PAGES = ["/demo/", "/demo/product/pot", "/demo/address", "/demo/account/settings"];
/** A picture is taken a moment after it is due, and events have whole milliseconds. */
const SLACK_MS = 500;

const TRIGGERS = [
  { on: "javascript_error" },
  { on: "unhandled_rejection" },
  { on: "failed_request" },
  { on: "rage_click" },
  { on: "dead_click" },
  { on: "url", pattern: "/demo/account/*" },
  { on: "element", selector: ".fault" },
  { on: "custom", name: "help" },
  { on: "support_request" },
];

runServer();

/** A tab whose policy for errors waits for these triggers; all of it ends with the test. */
async function openTab(t, triggers = TRIGGERS) {
  const wire = await startWire(server.url);
  const context = await browser.newContext({ locale: "en-GB" });
  t.after(async () => {
    await context.close();
    wire.stop();
  });
  await context.route("**/v1/sites/demo/policy", async (route) => {
    const answer = await route.fetch();
    const policies = await answer.json();
    const { collection } = policies.purposes.find(({ purpose }) => purpose === "errors");
    Object.assign(collection, { triggers, before_s: BEFORE_S, after_s: AFTER_S, requests: triggers.some(({ on }) => on === "failed_request") });
    await route.fulfill({ response: answer, json: policies });
  });
  const page = await context.newPage();
  await page.goto(`${wire.url}/demo/`);
  await accept(page, "errors");
  await waitForState(page, "errors", "ring");
  return { wire, context, page };
}

const statusOf = (page) => page.evaluate(() => window.revoir.status().find(({ purpose }) => purpose === "errors"));
const eventsOf = (wire) => batches(wire).flatMap(({ plain }) => JSON.parse(plain));
const isTrigger = ({ type, data }) => type === 5 && data.tag === "revoir.trigger";

async function go(page, wire, path) {
  await page.goto(`${wire.url}${path}`);
  await waitForState(page, "errors", "ring");
}

/** A visit that is longer than what a trigger keeps, over a change of page. */
async function wander({ page, wire }) {
  await beActive(page);
  await pause(BEFORE_S * 1000);
  await beActive(page);
  await go(page, wire, "/demo/address");
  await pause(1_500);
  await page.mouse.wheel(0, 50);
}

const CAUSES = {
  javascript_error: ({ page }) => page.evaluate(() => void setTimeout(() => { throw new Error("planted"); })),
  unhandled_rejection: ({ page }) => page.evaluate(() => void Promise.reject(new Error("planted"))),
  failed_request: ({ page }) => page.evaluate(() => fetch("/none/such.json").then(() => {}, () => {})),
  rage_click: ({ page }) => page.mouse.click(400, 300, { clickCount: 3 }),
  dead_click: async ({ page }) => {
    await page.evaluate(() => {
      const button = Object.assign(document.createElement("button"), { id: "dead", type: "button", textContent: "Press" });
      button.style.cssText = "position:fixed;top:0;left:0;z-index:9";
      document.body.append(button);
    });
    await pause(300);
    await page.locator("#dead").click();
    await pause(3_300);
    await page.mouse.wheel(0, 80);
  },
  url: ({ page, wire }) => page.goto(`${wire.url}/demo/account/settings`),
  element: ({ page }) => page.evaluate(() => document.body.append(Object.assign(document.createElement("p"), { className: "fault" }))),
  custom: ({ page }) => page.evaluate(() => window.revoir.trigger("help")),
  support_request: async ({ page }) => {
    await page.evaluate(() => {
      const widget = Object.assign(document.createElement("div"), { id: "widget" });
      widget.setAttribute("data-revoir-support", "");
      widget.style.cssText = "position:fixed;top:0;left:0;z-index:9";
      widget.append(Object.assign(document.createElement("button"), { type: "button", textContent: "Help" }));
      document.body.append(widget);
    });
    await page.locator("#widget button").click();
  },
};

/** The ways to a link that support has sent: it is what one arrives at, or where one goes. */
const LINKS = {
  "a page that one arrives at": ({ page, wire }) => page.goto(`${wire.url}/demo/product/pot#revoir-support`),
  "a link on the page": ({ page }) => page.evaluate(() => void (location.hash = "revoir-support")),
  "an address that the page gives itself": ({ page }) => page.evaluate(() => history.pushState(null, "", "#revoir-support")),
};

test("a visit over four pages in which no trigger fires asks for the SDK's files and the policy, and tells nothing", async (t) => {
  const { page, wire, context } = await openTab(t, [{ on: "custom", name: "help" }]);
  await beActive(page);

  for (const path of PAGES.slice(1)) {
    await go(page, wire, path);
    await beActive(page);
    await pause(2_500);
  }

  const kinds = new Set(sdkRequests(wire).map(({ method, path }) => `${method} ${path.replace(/-[0-9a-f]{12}\./, ".")}`));
  assert.deepEqual([...kinds].sort(), ["GET /sdk/detect.js", "GET /sdk/recorder.js", "GET /sdk/ring.js", "GET /sdk/tell.js", "GET /v1/sites/demo/policy"]);
  for (const { body, path, headers } of sdkRequests(wire)) {
    assert.equal(body.length, 0);
    assert.ok(!path.includes("?"));
    assert.ok(!headers.some((header) => /^cookie$/i.test(header)));
  }
  assert.deepEqual(await context.cookies(), []);
  assert.equal((await statusOf(page)).state, "ring");
});

for (const { on } of TRIGGERS) {
  test(`a recording begins before its trigger, across a change of page: ${on}`, async (t) => {
    const tab = await openTab(t, TRIGGERS.filter((trigger) => trigger.on === on));
    await wander(tab);
    assert.deepEqual(grantRequests(tab.wire), []);

    await CAUSES[on](tab);
    await waitForState(tab.page, "errors", "sending");
    await eventually("the recording ends", async () => (await statusOf(tab.page)).reason === "between-recordings", 15_000);
    await eventually("all is sent", () => eventsOf(tab.wire).some(isTrigger));

    const events = eventsOf(tab.wire);
    const trigger = events.find(isTrigger);
    const ahead = trigger.timestamp - events[0].timestamp;
    assert.deepEqual(events.slice(0, 2).map(({ type }) => type), [4, 2]);
    assert.ok(ahead >= BEFORE_S * 1000 - SLACK_MS && ahead <= 2 * BEFORE_S * 1000 + SLACK_MS, `it begins ${ahead} ms before`);
    assert.ok(events.at(-1).timestamp - trigger.timestamp <= AFTER_S * 1000);
    assert.ok(events.filter(({ type }) => type === 4).length >= 2, "both pages are in it");
    await eventually("each batch is stored", () => batches(tab.wire).every(({ status }) => status === 202));
    assert.equal(grantRequests(tab.wire).length, 1);
  });
}

test("each of these recordings plays, from its beginning to its end", async (t) => {
  const api = await openApi(server.url, "developer@demo.test");
  const ids = await api.recordingIds("errors");
  assert.ok(ids.length >= TRIGGERS.length, `${ids.length} recordings`);
  const context = await browser.newContext();
  t.after(() => context.close());
  await signInQuietly(context, server.url, "developer@demo.test");
  const page = await context.newPage();
  for (const id of ids) {
    const { seek, read, totalMs } = await openPlayer(page, server.url, id);
    for (const at of [0, Math.floor(totalMs / 2), totalMs]) {
      await seek(at);
      const seen = await read(() => document.querySelector(".replayer-wrapper iframe").contentDocument.querySelectorAll("body *").length);
      assert.ok(seen > 20, `${id} shows ${seen} elements at ${at} ms`);
    }
  }
});

test("where the visit is younger than what a trigger keeps, the recording begins with the visit", async (t) => {
  const tab = await openTab(t, [{ on: "custom", name: "help" }]);
  const begun = performance.now();
  await beActive(tab.page);

  const age = await tab.page.evaluate(() => performance.now());
  const passed = performance.now() - begun;
  await CAUSES.custom(tab);
  await waitForState(tab.page, "errors", "sending");
  await eventually("all is sent", async () => {
    await tab.page.evaluate(() => window.revoir.flush());
    return eventsOf(tab.wire).some(isTrigger);
  });

  const events = eventsOf(tab.wire);
  const ahead = events.find(isTrigger).timestamp - events[0].timestamp;
  assert.deepEqual(events.slice(0, 2).map(({ type }) => type), [4, 2]);
  assert.ok(passed < BEFORE_S * 1000, `the visit is ${passed} ms old`);
  assert.ok(ahead >= passed && ahead <= age + SLACK_MS, `it begins ${ahead} ms before, of a ring of at least ${passed} and a page of ${age} ms`);
});

for (const [way, goTo] of Object.entries(LINKS)) {
  test(`a link of support asks for a recording once: ${way}`, async (t) => {
    const tab = await openTab(t, [{ on: "support_request" }]);
    await beActive(tab.page);
    await tab.page.evaluate(() => void (location.hash = "elsewhere"));
    await pause(2_500);
    assert.deepEqual(grantRequests(tab.wire), []);

    await goTo(tab);
    await waitForState(tab.page, "errors", "sending");
    await eventually("the recording ends", async () => (await statusOf(tab.page)).reason === "between-recordings", 15_000);
    await eventually("all is sent", () => eventsOf(tab.wire).some(isTrigger));

    assert.equal(eventsOf(tab.wire).filter(isTrigger).length, 1);
    assert.equal(grantRequests(tab.wire).length, 1);
    assert.ok(!JSON.stringify(eventsOf(tab.wire)).includes("#revoir-support"));
  });
}

test("without its trigger in the policy nothing that asks for support fires", async (t) => {
  const tab = await openTab(t, [{ on: "custom", name: "help" }]);
  await beActive(tab.page);

  await CAUSES.support_request(tab);
  await LINKS["a link on the page"](tab);
  await pause(2_500);

  assert.deepEqual(grantRequests(tab.wire), []);
  assert.equal((await statusOf(tab.page)).state, "ring");
});

test("a trigger that is followed by a change of page at once is told by the next page", async (t) => {
  const { page, wire } = await openTab(t);
  await beActive(page);
  await pause(2_500);

  await page.evaluate((to) => {
    window.revoir.trigger("help");
    location.href = to;
  }, `${wire.url}/demo/address`);
  await page.waitForURL("**/demo/address");
  await waitForState(page, "errors", "sending");
  await page.evaluate(() => window.revoir.flush());

  const events = eventsOf(wire);
  assert.equal(events.filter(isTrigger).length, 1);
  assert.ok(events.findIndex(isTrigger) > 2);
  assert.ok(new Set(events.filter(({ type }) => type === 4).map(({ data }) => data.href)).size >= 2);
});

test("a developer finds the recording and sees in it what has triggered it", async (t) => {
  const api = await openApi(server.url, "developer@demo.test");
  const before = await api.recordingIds("errors");
  const tab = await openTab(t, [{ on: "javascript_error" }]);
  await wander(tab);

  await CAUSES.javascript_error(tab);
  await waitForState(tab.page, "errors", "sending");
  await tab.page.evaluate(() => window.revoir.flush());

  const added = await eventually("it is listed", async () => (await api.recordingIds("errors")).find((id) => !before.includes(id)));
  await signInQuietly(tab.context, server.url, "developer@demo.test");
  const player = await tab.context.newPage();
  await player.goto(`${server.url}/sites/demo/errors/recordings/${added}`);
  const marker = player.locator('svg[data-kind="trigger"]').first();
  await marker.waitFor();
  const { x, y, width, height } = await marker.boundingBox();
  await player.mouse.move(x + width / 2, y + height / 2);
  await player.getByText("Trigger: a JavaScript error").waitFor();
  await player.screenshot({ path: screenshot("ring-player") });
});

test("withdrawal leaves nothing on the terminal", async (t) => {
  const { page, context } = await openTab(t);
  await beActive(page);
  await pause(2_500);
  const names = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  assert.equal((await names()).length, 1);

  await page.evaluate(() => window.revoir.withdraw());

  await eventually("the ring is gone", async () => (await names()).length === 0);
  assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), []);
  assert.deepEqual(await context.cookies(), []);
});

test("a withdrawal while the ring is on its way, on a page that goes on with one, leaves nothing", async (t) => {
  const { page, wire } = await openTab(t);
  await beActive(page);
  await pause(2_500);

  await page.goto(`${wire.url}/demo/address`);
  await page.waitForFunction(() => typeof window.revoir?.status === "function");
  await page.evaluate(() => window.revoir.withdraw());
  await pause(3_000);

  const kept = await page.evaluate(async () => ({ names: (await indexedDB.databases()).map(({ name }) => name), keys: Object.keys(sessionStorage) }));
  assert.deepEqual(kept, { names: [], keys: [] });
  assert.equal((await statusOf(page)).state, "off");
});

test("what lies in the browser cannot be read without the tab's key, and another tab begins a ring of its own", async (t) => {
  const { page, context } = await openTab(t);
  await beActive(page);
  await pause(2_500);

  const stored = await page.evaluate(async () => {
    const [{ name }] = await indexedDB.databases();
    const database = await new Promise((done) => Object.assign(indexedDB.open(name), { onsuccess: (event) => done(event.target.result) }));
    const sealed = await new Promise((done) => Object.assign(database.transaction("pieces").objectStore("pieces").getAll(), { onsuccess: (event) => done(event.target.result) }));
    database.close();
    return sealed.map(({ bytes }) => Array.from(new Uint8Array(bytes)));
  });
  assert.ok(stored.length > 0);
  for (const bytes of stored) {
    assert.notDeepEqual(bytes.slice(0, 2), [0x1f, 0x8b]);
    assert.ok(!Buffer.from(bytes).includes("childNodes"));
  }

  const opened = context.waitForEvent("page");
  await page.evaluate(() => void window.open(location.href));
  const copy = await opened;
  await waitForState(copy, "errors", "ring");
  const keyOf = (tab) => tab.evaluate(() => JSON.parse(sessionStorage.getItem("revoir:demo")).errors.store.name);
  assert.notEqual(await keyOf(copy), await keyOf(page));
});

test("a ring that nobody holds any more is swept away, and one that a tab holds is not", async (t) => {
  const { page, context, wire } = await openTab(t);
  const stale = `revoir-${(Date.now() - 3_600_000).toString(36)}-gone`;
  await page.evaluate((name) => new Promise((done) => Object.assign(indexedDB.open(name), { onsuccess: ({ target }) => done(target.result.close()) })), stale);

  const other = await context.newPage();
  await other.goto(`${wire.url}/demo/`);
  await waitForState(other, "errors", "ring");

  const names = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await eventually("the stale one is gone", async () => !(await names()).includes(stale));
  assert.equal((await names()).length, 2);
});
