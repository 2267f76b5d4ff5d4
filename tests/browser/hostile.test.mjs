import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startServer } from "./server.mjs";
import { beActive } from "./shop.mjs";
import { launchBrowser, pause } from "./support.mjs";

/** Longer than the SDK may hold back what it has buffered. */
const FLUSHED_MS = 7_000;
const SHOPS_OWN_ERROR = "the error that this link is for";

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  server?.remove();
});

const refuse = "get() { throw new Error('refused by the page') }";
const HOSTILE_PAGES = {
  "whose arrays cannot be serialised": "Array.prototype.toJSON = () => { throw new Error('toJSON') }",
  "without cryptography": `Object.defineProperty(window, "crypto", { ${refuse} })`,
  "without storage": `for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, { ${refuse} })`,
  "without locks": `Object.defineProperty(Navigator.prototype, "locks", { ${refuse} })`,
  "without compression": "delete window.CompressionStream",
  "whose fetch throws": "window.fetch = () => { throw new Error('fetch') }",
  "without mutation observers": "window.MutationObserver = function () { throw new Error('MutationObserver') }",
};

describe("on a hostile page", { concurrency: true }, () => {
  for (const [kind, script] of Object.entries(HOSTILE_PAGES)) {
    test(`${kind}, no error of the SDK reaches the page, and the page's own do`, async () => {
      const context = await browser.newContext({ locale: "en-GB" });
      const page = await context.newPage();
      const errors = [];
      page.on("pageerror", (error) => errors.push(error.message));
      await page.addInitScript(script);

      await page.goto(`${server.url}/demo/`);
      await page.locator("#accept-all").click();
      await beActive(page);
      await page.locator("#report-error").click();
      await pause(FLUSHED_MS);
      const status = await page.locator("#revoir-status").textContent();
      await page.goto(`${server.url}/demo/product/rose`);
      await pause(1_000);
      await context.close();

      assert.match(status, /^Support: .+ · Experience: .+ · Errors: .+$/);
      assert.deepEqual(errors, [SHOPS_OWN_ERROR]);
    });
  }
});
