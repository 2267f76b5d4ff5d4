import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, context, page, runTab, wire } from "./running.mjs";
import { accept, sendNow, waitForState } from "./shop.mjs";
import { eventually, pause } from "./support.mjs";
import { batches } from "./wire.mjs";

/** Longer than the page's path may go unnoticed, and than rrweb holds a change back. */
const NOTICED_MS = 1_000;

runTab();

/** The policies in force, with these rules for pages and elements besides. */
async function setRules(rules) {
  await context.route("**/v1/sites/demo/policy", async (route) => {
    const answer = await route.fetch();
    const policies = await answer.json();
    for (const policy of policies.purposes) Object.assign(policy, rules);
    await route.fulfill({ response: answer, json: policies });
  });
}

/** Counts what the page's scripts observe, the SDK's included. */
async function countObservers() {
  await context.addInitScript(() => {
    const { observe, disconnect } = MutationObserver.prototype;
    window.observers = 0;
    MutationObserver.prototype.observe = function (...given) {
      if (given[1]?.subtree) window.observers += 1;
      return observe.apply(this, given);
    };
    MutationObserver.prototype.disconnect = function () {
      window.observers = Math.max(0, window.observers - 1);
      return disconnect.apply(this);
    };
  });
}

const statusOf = () => page.evaluate(() => window.revoir.status().find(({ purpose }) => purpose === "ux"));
const events = () => batches(wire).flatMap(({ plain }) => JSON.parse(plain));
const addresses = () => events().filter(({ type }) => type === 4).map(({ data }) => data.href);
const open = (path) => page.goto(`${wire.url}${path}`);

test("a page that is never to be recorded has no observer, and the recording goes on after it", async () => {
  await countObservers();
  await setRules({ pages: { record_only: [], never_record: ["/demo/account/*"] } });
  await open("/demo/");
  await accept(page, "ux");
  await waitForState(page, "ux", "sending");
  const observed = await page.evaluate(() => window.observers);
  await sendNow(page, "ux");

  await open("/demo/account/settings");
  await eventually("the page is passed over", async () => (await statusOf())?.reason === "page-not-recorded");
  const unobserved = await page.evaluate(() => window.observers);
  await page.locator("#settings-about").pressSequentially("nobody reads this");
  await page.evaluate(() => window.revoir.flush());
  const before = events().length;
  await open("/demo/address");
  await waitForState(page, "ux", "sending");
  await sendNow(page, "ux");

  assert.ok(observed > 0);
  assert.equal(unobserved, 0);
  assert.deepEqual(addresses(), ["/demo/", "/demo/address"]);
  assert.ok(events().length > before);
});

test("observers go when a page becomes one that is never recorded, and come back after it", async () => {
  await setRules({ pages: { record_only: [], never_record: ["/demo/secret/:id"] } });
  await open("/demo/");
  await accept(page, "ux");
  await waitForState(page, "ux", "sending");
  await sendNow(page, "ux");

  await page.evaluate(() => {
    history.pushState({}, "", "/demo/secret/7");
    document.querySelector("main").prepend(Object.assign(document.createElement("section"), { id: "hidden-part" }));
  });
  await eventually("the page is passed over", async () => (await statusOf())?.reason === "page-not-recorded");
  await page.evaluate(() => window.revoir.flush());
  const before = events();
  await page.evaluate(() => {
    document.querySelector("#hidden-part").append("one", document.createElement("hr"));
  });
  await pause(NOTICED_MS);
  await page.evaluate(() => window.revoir.flush());
  assert.equal(events().length, before.length);
  await page.evaluate(() => history.pushState({}, "", "/demo/search"));
  await eventually("the page is recorded again", async () => (await statusOf())?.state === "sending");
  await pause(NOTICED_MS);
  await page.evaluate(() => window.revoir.flush());

  const adds = before.flatMap(({ data }) => data.adds ?? []);
  assert.ok(!adds.some(({ node }) => node.tagName === "section"));
  assert.deepEqual(addresses(), ["/demo/", "/demo/search"]);
  assert.equal(events().filter(({ type }) => type === 2).length, 2);
});

test("nothing but the pages that are named is recorded where any are named", async () => {
  await setRules({ pages: { record_only: ["/demo/product/:id"], never_record: [] } });
  await open("/demo/");
  await accept(page, "ux");
  await eventually("the page is passed over", async () => (await statusOf())?.reason === "page-not-recorded");

  await open("/demo/product/rose");
  await waitForState(page, "ux", "sending");
  await sendNow(page, "ux");

  assert.deepEqual(addresses(), ["/demo/product/:id"]);
});

test("an element that a selector blocks is an empty box of its size", async () => {
  await setRules({ block: ["main h1"] });
  await open("/demo/");
  await accept(page, "ux");
  await waitForState(page, "ux", "sending");
  await sendNow(page, "ux");
  const { width, height } = await page.locator("main h1").first().boundingBox();

  const boxes = blockedIn(events().find(({ type }) => type === 2).data.node).filter(({ tagName }) => tagName === "h1");

  assert.ok(boxes.length > 0);
  assert.deepEqual(boxes[0].childNodes, []);
  assert.deepEqual([parseFloat(boxes[0].attributes.rr_width), parseFloat(boxes[0].attributes.rr_height)], [width, height]);
});

test("a selector that the browser cannot read ends the recording, and says so", async () => {
  await setRules({ block: ["main h1::("] });
  await open("/demo/");
  await accept(page, "ux");

  await eventually("the recording stops", async () => (await statusOf())?.reason === "selector-not-valid");

  assert.deepEqual(events(), []);
});

function blockedIn(node) {
  return [...(node.attributes?.rr_width ? [node] : []), ...(node.childNodes ?? []).flatMap(blockedIn)];
}
