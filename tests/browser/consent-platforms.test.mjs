import assert from "node:assert/strict";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { startChoices } from "./choices.mjs";
import { PLATFORMS } from "./platforms.mjs";
import { browser, runServer, server } from "./running.mjs";
import { waitForState } from "./shop.mjs";
import { eventually, pause } from "./support.mjs";

runServer();

let site;
let context;
let page;
after(() => site?.stop());
beforeEach(async () => {
  site ??= await startChoices(server.url);
  site.requests.length = 0;
  context = await browser.newContext({ locale: "en-GB" });
  page = await context.newPage();
});
afterEach(() => context.close());

/** What lies on the terminal under a name of ours. */
function traces() {
  return page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => key.startsWith("revoir")));
}

for (const [name, platform] of Object.entries(PLATFORMS)) {
  describe(name, () => {
    test("consent to one purpose opens that one alone, and a refusal afterwards withdraws it", async () => {
      site.page = platform.page;
      await page.goto(site.url);
      await page.waitForFunction(() => typeof window.revoir?.status === "function");
      await pause(500);

      await platform.agree(page);
      await waitForState(page, "ux", "sending");
      const grants = site.requests.filter(({ path }) => path === "/v1/grants").map(({ body }) => JSON.parse(body).purpose);
      assert.deepEqual(grants, ["ux"]);
      await platform.refuse(page);
      await waitForState(page, "ux", "off");

      await eventually("the withdrawal is told", () => site.asked().includes("POST /v1/withdrawals"));
      await eventually("nothing is left", async () => (await traces()).length === 0);
      assert.deepEqual(site.proofs().map(({ act, purposes }) => [act, purposes.ux]), [["given", true], ["withdrawn", false]]);
    });

    if (platform.takeBack) test("an answer that the platform takes back is none: everything stops, and its defaults open nothing", async () => {
      site.page = platform.page;
      await page.goto(site.url);
      await platform.agree(page);
      await waitForState(page, "ux", "sending");
      await platform.takeBack(page);
      await waitForState(page, "ux", "off");

      await eventually("the withdrawal is told", () => site.asked().includes("POST /v1/withdrawals"));
      await pause(1_000);
      assert.deepEqual(await traces(), []);
      const grants = site.requests.filter(({ path }) => path === "/v1/grants").map(({ body }) => JSON.parse(body).purpose);
      assert.deepEqual(grants, ["ux"]);
      assert.deepEqual(site.proofs().map(({ act, purposes }) => [act, purposes]), [
        ["given", { support: false, ux: true, errors: false }],
        ["withdrawn", { support: false, ux: false, errors: false }],
      ]);
    });

    // A fixture remembers nothing.
    if (!platform.isReal) return;
    test("what was agreed to and refused there holds on the next page", async () => {
      site.page = platform.page;
      await page.goto(site.url);
      await pause(1_000);
      await platform.agree(page);
      await waitForState(page, "ux", "sending");
      await page.goto(`${site.url}/page-2`);
      await waitForState(page, "ux", "sending");
      await pause(1_000);
      await platform.refuse(page);
      await waitForState(page, "ux", "off");
      await eventually("nothing is left", async () => (await traces()).length === 0);

      site.requests.length = 0;
      await page.goto(`${site.url}/page-3`);
      await page.waitForFunction(() => window.revoir.status()[1].reason === "refused");
      await page.mouse.click(5, 5);
      await pause(1_000);
      assert.deepEqual(site.asked(), []);
    });
  });
}
