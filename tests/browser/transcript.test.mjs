import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { canary } from "./canaries.mjs";
import { startServer } from "./server.mjs";
import { accept, sendNow, waitForState } from "./shop.mjs";
import { launchBrowser, newRecording, openApi, pause } from "./support.mjs";

/** A wait that is made on purpose; what a busy machine adds is shorter. */
const WAIT_MS = 9_000;
/** What a browser takes at most to tell of scrolling. */
const SCROLL_MS = 500;
/** Longer than a click may be doubled, and shorter than a wait that is told. */
const REST_MS = 2_500;

let server;
let browser;
let api;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  api = await openApi(server.url, "analyst@demo.test");
});

after(async () => {
  await browser?.close();
  server?.remove();
});

/** Makes a visit that begins at `path`, and answers what its transcript says, one short line for each. */
async function tell(path, visit) {
  const before = await api.recordingIds("ux");
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  await accept(page, "ux");
  await waitForState(page, "ux", "sending");
  await pause(REST_MS);
  await visit(page);
  await sendNow(page, "ux");
  const recording = await newRecording(api, before);
  const text = await api.text(`/recordings/${recording}/transcript`);
  await context.close();
  const { lines } = JSON.parse(text);
  return { lines: lines.flatMap(shorten), text, times: lines.map(({ at_ms }) => at_ms) };
}

function shorten({ kind, what, count, page, route, for_ms: waited }) {
  if (kind === "waited") return waited >= WAIT_MS ? ["waited"] : [];
  const words = [kind, what ?? page, route, count > 1 ? `×${count}` : undefined];
  return [words.filter((word) => word !== undefined).join(" ")];
}

/** Clicks as a hand does, and rests. */
async function click(page, selector, times = 1) {
  await page.locator(selector).scrollIntoViewIfNeeded();
  await pause(SCROLL_MS);
  const { x, y, width, height } = await page.locator(selector).boundingBox();
  await page.mouse.move(x + Math.min(width / 2, 40), y + height / 2);
  for (let time = 0; time < times; time += 1) {
    await page.mouse.down();
    await page.mouse.up();
    await pause(250);
  }
  await pause(REST_MS);
}

async function follow(page, selector) {
  const next = page.waitForEvent("load");
  await click(page, selector);
  await next;
  await pause(REST_MS);
}

test("a visit to the shop is told as it was", async () => {
  const searched = canary("search");
  const { lines, text, times } = await tell("/demo/", async (page) => {
    await click(page, "#search");
    await page.keyboard.type(searched);
    const found = page.waitForEvent("load");
    // a browser that sends a form by key clicks its button
    await page.keyboard.press("Enter");
    await found;
    // a page that is left before it is recorded is not told
    await waitForState(page, "ux", "sending");
    await pause(REST_MS);
    await page.goto(`${server.url}/demo/product/rose`);
    await pause(REST_MS);
    await click(page, "#add-to-basket", 4);
    await pause(WAIT_MS);
    await follow(page, "header a[href='/demo/address']");
  });
  assert.deepEqual(lines, [
    "opened 1 /demo/",
    "typed field",
    "clicked button",
    "opened 2 /demo/search",
    "opened 3 /demo/product/:id",
    "clicked button ×4",
    "waited",
    "clicked link",
    "opened 4 /demo/address",
    "ended",
  ]);
  assert.ok(!text.includes(searched));
  assert.deepEqual(times, times.toSorted((a, b) => a - b));
});

test("a sign-in is told without what was typed", async () => {
  const [name, password] = [canary("mail"), canary("password")];
  const { lines, text } = await tell("/demo/sign-in", async (page) => {
    await click(page, "#email");
    await page.keyboard.type(`${name}@example.test`);
    await click(page, "#password");
    await page.keyboard.type(password);
    await click(page, "label[for=remember]");
    await follow(page, "#sign-in-button");
  });
  assert.deepEqual(lines, [
    "opened 1 /demo/sign-in",
    "typed field",
    "entered password",
    "chose checkbox",
    "clicked button",
    "opened 2 /demo/account/profile",
    "ended",
  ]);
  assert.ok(!text.includes(name) && !text.includes(password));
});

test("choices, scrolling and menus are told as such", async () => {
  const { lines } = await tell("/demo/account/settings", async (page) => {
    await page.locator("#settings-soil").selectOption({ index: 1 });
    await pause(REST_MS);
    await click(page, "#contact-phone");
    await click(page, "#settings-newsletter");
    await page.mouse.wheel(0, 300);
    await pause(REST_MS);
    await page.mouse.wheel(0, -300);
    await pause(REST_MS);
    await page.mouse.click(60, 200, { button: "right" });
    await pause(REST_MS);
  });
  assert.deepEqual(lines, [
    "opened 1 /demo/account/settings",
    "chose list",
    "scrolled",
    "chose radio",
    "chose checkbox",
    "scrolled",
    "right_clicked element",
    "ended",
  ]);
});
