import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { findFaults } from "./axe.mjs";
import { importRecording } from "./corpus.mjs";
import { freshDirectory, startServer } from "./server.mjs";
import { launchBrowser, screenshot, signInQuietly } from "./support.mjs";

const SHOP = {
  home: "/demo/",
  search: "/demo/search?q=pot",
  product: "/demo/product/rose",
  "sign-in": "/demo/sign-in",
  address: "/demo/address",
  payment: "/demo/payment",
  order: "/demo/order",
  settings: "/demo/account/settings",
};

const directory = freshDirectory();
let server;
let browser;
let recording;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  recording = await importRecording(server, directory, "rrweb-demoit");
});

after(async () => {
  await browser?.close();
  server?.remove();
  rmSync(directory, { recursive: true, force: true });
});

/** Opens a screen in each width, saves what it looks like, and answers its faults. */
async function examine(name, { language, colours, as, path, ready }) {
  const faults = [];
  for (const width of [320, 1440]) {
    const context = await browser.newContext({ locale: language, colorScheme: colours, viewport: { width, height: 900 } });
    if (as) await signInQuietly(context, server.url, `${as}@demo.test`);
    const page = await context.newPage();
    await page.goto(`${server.url}${path}`);
    await ready(page);
    faults.push(...(await findFaults(page)));
    await page.screenshot({ path: screenshot(`${name}-${language}-${colours}-${width}`) });
    await context.close();
  }
  return faults;
}

const isSignIn = (page) => page.locator("input[type=password]").waitFor();
const isList = (page) => page.locator(`a[href*="${recording}"]`).first().waitFor();
const isAsked = (page) => page.locator("#accept-all").waitFor();
const isShop = (page) => page.locator("#refuse-all").click();

/** Reaches the recording through the list, since its address is the console's own affair. */
async function isRecording(page) {
  await page.locator(`a[href*="${recording}"]`).first().click();
  await page.getByRole("slider").first().waitFor();
  await page.waitForTimeout(1_000);
}

const isTitled = (page) => page.locator("h1:not(:empty)").waitFor();
const isTable = (page) => page.locator("tbody tr").first().waitFor();

/** Opens a dialog by the one button in the screen's head. */
async function isDialog(page) {
  await isTable(page);
  await page.locator("main button").first().click();
  await page.locator("dialog[open] input").first().waitFor();
}

async function isPalette(page) {
  await isTable(page);
  await page.keyboard.press("Control+k");
  await page.getByRole("option").first().waitFor();
}

/** Follows the first name of a table to its own screen. */
async function isOpened(page) {
  await page.locator("tbody a").first().click();
  await page.locator("main form").first().waitFor();
}

const CONSOLE = {
  "sign-in": { path: "/", ready: isSignIn },
  "session-over": { path: "/sign-in?ended=true", ready: isSignIn },
  forgotten: { path: "/forgotten", ready: isTitled },
  "link-not-valid": { path: `/link#${"x".repeat(43)}`, ready: isTitled },
  recordings: { path: "/", ready: isList, as: "analyst" },
  recording: { path: "/", ready: isRecording, as: "analyst" },
  account: { path: "/account", ready: isTitled, as: "agent" },
  members: { path: "/members", ready: isTable, as: "admin" },
  member: { path: "/members", ready: isOpened, as: "admin" },
  invite: { path: "/members", ready: isDialog, as: "admin" },
  palette: { path: "/members", ready: isPalette, as: "admin" },
  sites: { path: "/sites", ready: isTable, as: "admin" },
  site: { path: "/sites", ready: isOpened, as: "admin" },
  "add-site": { path: "/sites", ready: isDialog, as: "admin" },
  installation: { path: "/installation", ready: isTable, as: "operator" },
  deletions: { path: "/deletions", ready: isTitled, as: "dpo" },
  texts: { path: "/texts", ready: isTable, as: "auditor" },
  requests: { path: "/requests", ready: isTitled, as: "dpo" },
  "requests-denied": { path: "/requests", ready: isTitled, as: "analyst" },
  incidents: { path: "/incidents?looked=true", ready: isTable, as: "auditor" },
  "incidents-denied": { path: "/incidents", ready: isTitled, as: "admin" },
  denied: { path: "/members", ready: isTitled, as: "analyst" },
  "no-role": { path: "/", ready: isTitled, as: "approver" },
};

const MANNERS = ["en-GB", "fr-FR"].flatMap((language) => ["light", "dark"].map((colours) => ({ language, colours })));

for (const manner of MANNERS) {
  for (const [name, screen] of Object.entries(CONSOLE)) {
    test(`the screen ${name} has no fault in ${Object.values(manner)}`, async () => {
      assert.deepEqual(await examine(`console-${name}`, { ...screen, ...manner }), []);
    });
  }
}

// Each language and each scheme once: the shop's words and colours do not depend on each other.
for (const manner of [MANNERS[0], MANNERS[3]]) {
  test(`the shop's banner has no fault in ${Object.values(manner)}`, async () => {
    assert.deepEqual(await examine("shop-banner", { path: "/demo/", ready: isAsked, ...manner }), []);
  });

  for (const [name, path] of Object.entries(SHOP)) {
    test(`the shop's page ${name} has no fault in ${Object.values(manner)}`, async () => {
      assert.deepEqual(await examine(`shop-${name}`, { path, ready: isShop, ...manner }), []);
    });
  }
}
