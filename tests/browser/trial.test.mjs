import assert from "node:assert/strict";
import { after, test } from "node:test";
import { findFaults } from "./axe.mjs";
import { startPage } from "./console.mjs";
import { card, open, saved } from "./policies.mjs";
import { browser, runServer, server } from "./running.mjs";
import { runSql } from "./server.mjs";
import { sendNow, waitForState } from "./shop.mjs";
import { eventually, screenshot, signInForCookie } from "./support.mjs";

let ordinary;
let staging;

runServer();

/** Adds a site with an origin and a test origin, and without a policy for `ux`. */
async function addSite() {
  const snippet = `<script async src="${server.url}/sdk/revoir.js" data-site="garden" referrerpolicy="strict-origin"></script>`;
  [ordinary, staging] = await Promise.all([startPage(snippet), startPage(snippet)]);
  const cookie = await signInForCookie(server.url, "admin@demo.test");
  const ask = (method, path, body) =>
    fetch(server.url + path, { method, headers: { cookie, origin: server.url, "content-type": "application/json" }, body: JSON.stringify(body) });
  const added = await ask("POST", "/api/sites", { key: "garden", name: "Garden shop", origins: [ordinary.url] });
  const changed = await ask("PATCH", "/api/sites/garden", { test_origins: [staging.url] });
  assert.deepEqual([added.status, changed.status], [201, 204]);
  // A site begins under the presets; one from before there was one of this purpose has none.
  runSql(server.data, "delete from revoir.policies p using revoir.sites s where s.id = p.site_id and s.key = 'garden' and purpose = 'ux'");
}

after(() => {
  ordinary?.stop();
  staging?.stop();
});

/** Opens a page of an origin in a window of its own, which ends with the test. */
async function visit(t, site) {
  const context = await browser.newContext({ locale: "en-GB" });
  t.after(() => context.close());
  const page = await context.newPage();
  page.asked = [];
  page.on("request", (request) => page.asked.push(new URL(request.url()).pathname));
  await page.goto(site.url);
  await page.waitForFunction(() => window.revoir?.status !== undefined);
  return page;
}

async function recordings() {
  const cookie = await signInForCookie(server.url, "analyst@demo.test");
  return (await (await fetch(`${server.url}/api/sites/garden/recordings?purpose=ux`, { headers: { cookie } })).json()).recordings;
}

/** What the page of an origin is told of this purpose. */
async function offered(site) {
  const answer = await fetch(`${server.url}/v1/sites/garden/policy`, { headers: { origin: site.url } });
  return (await answer.json()).purposes.find(({ purpose }) => purpose === "ux");
}

/** A page of this origin is not recorded: it has learned what holds, agreed, and asked for nothing more. */
async function assertNotRecorded(t, site) {
  const page = await visit(t, site);
  await eventually("the page has learned what holds", () => page.asked.includes("/v1/sites/garden/policy"));
  await beActiveHere(page);
  await page.waitForTimeout(1_500);
  assert.ok(!page.asked.some((path) => path === "/v1/grants" || path === "/v1/batches"), page.asked.join());
}

async function beActiveHere(page) {
  await page.mouse.move(100, 100);
  await page.mouse.click(300, 200);
}

test("a draft of a purpose without a policy is tried from the console, and only the test origin is recorded", async (t) => {
  await addSite();
  const owner = await open("admin", "/policies/garden");
  t.after(() => owner.context().close());
  await card(owner, "User experience").getByRole("link", { name: /^Set it up/ }).click();
  await owner.getByLabel("What is the site about?").selectOption("ordinary");
  await owner.getByRole("button", { name: "Make this the draft" }).click();
  await owner.getByLabel("Share of visits, in %").fill("100");
  await saved(owner);
  await assertNotRecorded(t, staging);

  const trying = owner.getByRole("region", { name: "Try it first" });
  await trying.getByText(`Test origins: ${staging.url}.`).waitFor();
  await trying.getByRole("button", { name: "Try on test origins" }).click();
  await trying.getByText("The trial has begun.").waitFor();
  await trying.getByText(/^Version 1 is being tried until/).waitFor();
  assert.equal((await offered(staging)).policy_version, 1);
  assert.equal(await offered(ordinary), undefined);

  const page = await visit(t, staging);
  await waitForState(page, "ux", "sending");
  await beActiveHere(page);
  await sendNow(page, "ux");
  await assertNotRecorded(t, ordinary);
  const [tried, ...others] = await recordings();
  assert.deepEqual([tried.trial, others], [true, []]);

  await owner.goto(`${server.url}/policies/garden`);
  const ux = card(owner, "User experience");
  await ux.getByText("is being tried on the test origins").waitFor();
  assert.deepEqual(await findFaults(owner), []);
  await owner.screenshot({ path: screenshot("trial-card"), fullPage: true });
});

test("who watches is told that it is a trial, in the list and in the recording", async (t) => {
  const [tried] = await recordings();
  const page = await open("analyst", "/sites/garden/ux");
  t.after(() => page.context().close());

  await page.locator(`tr[data-row="${tried.id}"]`).getByText("test", { exact: true }).waitFor();
  await page.locator(`a[href*="${tried.id}"]`).first().click();
  await page.getByRole("slider", { name: "Position" }).waitFor();

  await page.getByText("Made on a test origin under a draft that was tried").waitFor();
  assert.deepEqual(await findFaults(page), []);
});

test("the end of the trial ends its recording, and the test origin is not recorded any more", async (t) => {
  const page = await visit(t, staging);
  await waitForState(page, "ux", "sending");
  const owner = await open("admin", "/policies/garden/ux/draft");
  t.after(() => owner.context().close());
  const trying = owner.getByRole("region", { name: "Try it first" });

  await trying.getByText("2 recordings of it are there now, and are counted nowhere else.").waitFor();
  await trying.getByRole("button", { name: "End the trial" }).click();
  await trying.getByText("The trial has ended").waitFor();

  assert.equal(await offered(staging), undefined);
  await beActiveHere(page);
  const isOver = () => !["sending", "starting"].includes(window.revoir.status().find(({ purpose }) => purpose === "ux")?.state);
  await eventually("its recording is over", async () => {
    await page.evaluate(() => window.revoir.flush());
    return page.evaluate(isOver);
  });
  await assertNotRecorded(t, staging);
});
