import assert from "node:assert/strict";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { browser, runServer, server } from "./running.mjs";
import { screenshot } from "./support.mjs";

runServer();

async function open({ locale, colorScheme = "light", width = 1280 }) {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${server.url}/t/demo`);
  return page;
}

test("it is read without script, asks for nothing else, and keeps nothing", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "en-GB" });
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));

  await page.goto(`${server.url}/t/demo`);

  await page.getByRole("heading", { level: 1, name: "What is recorded on Demo shop" }).waitFor();
  assert.deepEqual(asked.filter((path) => path !== "/favicon.ico"), ["/t/demo"]);
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

test("its links are reached by keyboard, and the other language is one of them", async () => {
  const page = await open({ locale: "en-GB" });

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { level: 1, name: "Ce qui est enregistré sur Demo shop" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "fr");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("href")), "/r/");
  await page.context().close();
});

for (const locale of ["en-GB", "fr-FR"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the transparency page has no fault in ${locale} ${colorScheme}`, async () => {
      for (const width of [320, 1280]) {
        const page = await open({ locale, colorScheme, width });
        assert.deepEqual(await findFaults(page), [], `at ${width}`);
        await page.screenshot({ path: screenshot(`transparency-${locale}-${colorScheme}-${width}`), fullPage: true });
        await page.context().close();
      }
    });
  }
}
