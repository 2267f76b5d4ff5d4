import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { findFaults } from "./axe.mjs";
import { importRecording } from "./corpus.mjs";
import { freshDirectory, startServer } from "./server.mjs";
import { accept, beActive, sendNow, waitForState } from "./shop.mjs";
import { eventually, launchBrowser, newRecording, openApi, signInQuietly } from "./support.mjs";

const PHONE = {
  viewport: { width: 390, height: 800 },
  userAgent:
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
};
const LIST = "/sites/demo/ux";

const directory = freshDirectory();
let server;
let browser;
let api;
let analyst;
let page;
let visitor;
let onPhone;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  api = await openApi(server.url, "analyst@demo.test");
  analyst = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 800 } });
  await signInQuietly(analyst, server.url, "analyst@demo.test");
  page = await analyst.newPage();
  const recordingsBefore = await api.recordingIds("ux");
  visitor = await visitByPhone();
  onPhone = await newRecording(api, recordingsBefore);
});

after(async () => {
  await browser?.close();
  server?.remove();
  rmSync(directory, { recursive: true, force: true });
});

/** Visits the shop with a phone, and stays. */
async function visitByPhone() {
  const context = await browser.newContext(PHONE);
  const shop = await context.newPage();
  await shop.goto(`${server.url}/demo/`);
  await accept(shop, "ux");
  await waitForState(shop, "ux", "sending");
  await beActive(shop);
  await sendNow(shop, "ux");
  return context;
}

/** The recordings that the list shows, in its order. */
async function shown() {
  return page.locator("table a[href]").evaluateAll((links) => links.map((link) => link.href.split("/").pop().split("?")[0]));
}

async function shows(what, ids) {
  const sorted = [...ids].sort().join();
  await eventually(what, async () => [...(await shown())].sort().join() === sorted, 15_000);
}

async function openList(search = "") {
  await page.goto(`${server.url}${LIST}${search}`);
  await page.getByRole("button", { name: /^Period/ }).waitFor();
}

async function eraseElsewhere(id) {
  const address = `${server.url}/api/sites/demo/recordings/${id}`;
  const answer = await analyst.request.delete(address, { headers: { origin: server.url } });
  assert.equal(answer.status(), 204);
}

/** What has the focus, in words. */
async function focused() {
  return page.evaluate(() => document.activeElement?.textContent ?? "");
}

/** Presses Tab until something that says this has the focus. */
async function tabTo(text) {
  for (let presses = 0; presses < 20; presses += 1) {
    if ((await focused()).includes(text)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${text}`);
}

test("filters narrow the list, stand in the address, and survive going on, back and afresh", async () => {
  const all = await api.recordingIds("ux");
  await openList();
  await shows("all recordings", all);

  await page.getByRole("button", { name: "Device" }).click();
  await page.getByRole("checkbox", { name: "Mobile" }).check();
  await page.keyboard.press("Escape");
  await shows("the one by phone", [onPhone]);
  assert.equal(new URL(page.url()).search, "?device=mobile");

  await page.reload();
  await shows("the one by phone, after a reload", [onPhone]);

  await page.locator(`a[href*="${onPhone}"]`).click();
  await page.waitForURL(/\/recordings\//);
  await page.getByRole("main").getByRole("link", { name: "User experience" }).click();
  await shows("the one by phone, after watching", [onPhone]);

  await page.goBack();
  await page.waitForURL(/\/recordings\//);
  await page.goBack();
  await shows("the one by phone, after going back", [onPhone]);

  await page.getByRole("button", { name: "Clear: Device" }).click();
  await shows("all recordings again", all);
  assert.equal(new URL(page.url()).search, "");
});

test("recordings are found by where they begin and why they are kept, by keyboard, and say it themselves", async () => {
  const recordings = (await analyst.request.get(`${server.url}/api/sites/demo/recordings?purpose=ux`).then((answer) => answer.json())).recordings;
  const imported = recordings.filter(({ kept_for: reasons }) => reasons?.includes("imported"));
  const route = imported[0].entry_route;
  const there = recordings.filter(({ kept_for: reasons, entry_route: entry }) => entry === route && reasons?.includes("imported"));
  await openList();

  await page.getByRole("button", { name: /^Entry/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: route, exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `Entry: ${route}`, exact: true }).waitFor();
  await page.getByRole("button", { name: /^Kept for/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("checkbox", { name: "imported" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await shows("the imported that begin there", there.map(({ id }) => id));
  assert.equal(new URL(page.url()).search, `?route=${encodeURIComponent(route)}&kept_for=imported`);
  assert.deepEqual(await findFaults(page), []);

  await page.getByRole("button", { name: /^Trigger/ }).click();
  await page.getByText("No trigger has fired in the recordings here.").waitFor();
  assert.deepEqual(await findFaults(page), []);
  await page.keyboard.press("Escape");
  await page.getByRole("table").getByRole("link").first().click();
  await page.getByRole("main").getByText("kept because: it was imported").waitFor();
});

test("recordings are found by the release that they were opened under, also one that looks like a number", async () => {
  const all = await api.recordingIds("ux");
  const owner = await browser.newContext();
  await signInQuietly(owner, server.url, "admin@demo.test");
  const tell = async (version, at) => {
    const address = `${server.url}/api/sites/demo/releases`;
    const told = await owner.request.post(address, { headers: { origin: server.url }, data: { version, at } });
    assert.equal(told.status(), 204, await told.text());
  };
  await openList();
  await page.getByRole("button", { name: /^Release/ }).click();
  await page.getByText("No release of this site has been told yet").waitFor();
  assert.deepEqual(await findFaults(page), []);
  // an hour in which nothing was recorded, and the hour of all
  await tell("1.1", new Date(Date.now() - 400 * 24 * 3_600_000).toISOString());
  await tell("1.10", new Date(Date.now() - 300 * 24 * 3_600_000).toISOString());
  await owner.close();

  await openList();
  await page.getByRole("button", { name: /^Release/ }).click();
  const offered = page.getByRole("dialog", { name: "Release" }).getByRole("button");
  assert.deepEqual(await offered.allTextContents(), ["Any release", "1.10", "1.1"]);
  await offered.filter({ hasText: /^1\.1$/ }).click();
  await page.getByRole("button", { name: "Release: 1.1", exact: true }).waitFor();
  await shows("none of the first", []);
  await page.reload();
  await page.getByRole("button", { name: "Release: 1.1", exact: true }).waitFor();

  await openList("?release=1.10");
  await page.getByRole("button", { name: "Release: 1.10", exact: true }).waitFor();
  await shows("all of the second", all);
  assert.deepEqual(await findFaults(page), []);
  await page.getByRole("button", { name: "Clear: Release" }).click();
  assert.equal(new URL(page.url()).search, "");
});

test("what means nothing in an address is left out, and said", async () => {
  const all = await api.recordingIds("ux");

  await openList("?days=1&device=fridge&from=2026-02-30");

  await shows("all of today", all);
  await page.getByText("which were left out: from=2026-02-30, device=fridge").waitFor();
});

test("a period without recordings says so, and leads out", async () => {
  const all = await api.recordingIds("ux");

  await openList("?to=2020-01-01");
  await page.getByRole("heading", { name: "No recording matches these filters" }).waitFor();
  await page.getByRole("main").getByRole("button", { name: "Clear all" }).last().click();

  await shows("all recordings", all);
});

test("a view is saved, applied from elsewhere, and deleted", async () => {
  await openList("?device=mobile&days=7");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByLabel("Save these filters as").fill("Phones this week");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The view “Phones this week” was saved.").waitFor();

  await openList();
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("link", { name: "Phones this week" }).click();
  await shows("the one by phone", [onPhone]);
  assert.equal(new URL(page.url()).search, "?days=7&device=mobile");

  await page.getByRole("button", { name: "View: Phones this week" }).click();
  await page.getByRole("button", { name: "Delete the view Phones this week" }).click();
  await page.getByText("The view “Phones this week” was deleted.").waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByText("No saved views yet").waitFor();
});

test("a new recording announces itself, and waits until it is asked for", async () => {
  const all = await api.recordingIds("ux");
  await openList();
  await shows("all recordings", all);

  const added = await importRecording(server, directory, "rrweb-demoit");
  await page.getByRole("button", { name: "1 new recording" }).waitFor();
  assert.deepEqual([...(await shown())].sort(), [...all].sort());
  await page.getByRole("button", { name: "1 new recording" }).click();

  await shows("the new one too", [...all, added]);
});

test("one that does not match the filters is not announced", async () => {
  await openList("?device=mobile");
  await shows("the one by phone", [onPhone]);
  const looksAgain = () => page.waitForResponse((response) => response.url().includes("device=mobile"));

  await importRecording(server, directory, "rrweb-demoit");
  await looksAgain();
  await looksAgain();

  assert.equal(await page.getByRole("button", { name: /new recording/ }).count(), 0);
  assert.deepEqual(await shown(), [onPhone]);
});

test("one that was deleted elsewhere leaves, and its place says so", async () => {
  const all = await api.recordingIds("ux");
  const lost = all.find((id) => id !== onPhone);
  const others = all.filter((id) => id !== lost);
  await openList();
  await shows("all recordings", all);

  await eraseElsewhere(lost);
  await shows("the others", others);

  await page.getByText("Deleted meanwhile").waitFor();
  await page.getByText("1 recording below has been deleted or has expired.").waitFor();
});

test("with the keyboard alone one finds a recording and opens it", async () => {
  await openList();
  await page.locator("table a[href]").first().waitFor();

  await page.keyboard.press("/");
  await tabTo("Device");
  await page.keyboard.press("Enter");
  await page.getByRole("checkbox", { name: "Mobile" }).waitFor();
  await eventually("the focus is in the panel", () => page.evaluate(() => document.activeElement?.type === "checkbox"));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await shows("the one by phone", [onPhone]);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");

  await page.waitForURL(new RegExp(onPhone));
});

test("with the keyboard alone one deletes several for one reason, and is told", async () => {
  await openList("?device=unknown");
  await page.locator("table a[href]").nth(1).waitFor();
  const [first, second, ...others] = await shown();

  for (const key of ["j", "x", "j", "x", "Delete"]) await page.keyboard.press(key);
  const dialog = page.getByRole("dialog", { name: "Delete these 2 recordings?" });
  await dialog.getByRole("radio").first().focus();
  await page.keyboard.press("Space");
  await tabTo("Delete for good");
  await page.keyboard.press("Enter");

  await page.getByText("2 recordings were deleted.").waitFor();
  assert.deepEqual(await shown(), others);
  assert.deepEqual([await api.status(`/recordings/${first}`), await api.status(`/recordings/${second}`)], [404, 404]);
});

test("a visit that goes on is shown as in progress, without a strip", async () => {
  await openList("?device=mobile");
  await shows("the one by phone", [onPhone]);

  const row = page.getByRole("row").filter({ has: page.locator(`a[href*="${onPhone}"]`) });
  assert.equal(await row.getByText("In progress").first().isVisible(), true);
  assert.equal(await row.getByRole("img").count(), 0);
  await visitor.close();
});
