import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { browser, runServer, server } from "./running.mjs";
import { runSql } from "./server.mjs";
import { accept, beActive, sendNow, waitForState } from "./shop.mjs";
import { screenshot } from "./support.mjs";

// a version of its own: the server remembers the one before
const KEEPING = `insert into revoir.policies (id, organisation_id, site_id, purpose, version, document, published_at)
  select gen_random_uuid(), organisation_id, site_id, purpose, version + 1, document || '{"keep_after_withdrawal": "a dispute"}', now()
  from revoir.policies where purpose = 'ux'`;

runServer();

const stored = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

test("where recordings are kept after a withdrawal, the receipts are handed over as a file, and are the visitor's alone", async () => {
  runSql(server.data, KEEPING);
  const context = await browser.newContext({ locale: "en-GB", acceptDownloads: true });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(`${server.url}/demo/`);
  await accept(page, "ux");
  await waitForState(page, "ux", "sending");
  await beActive(page);
  await sendNow(page, "ux");
  const [, receipt] = /"receipt\\*":\\*"([0-9a-f]{64})/.exec(await stored(page));

  const [download] = await Promise.all([page.waitForEvent("download"), page.evaluate(() => void window.revoir.withdraw())]);

  assert.equal(download.suggestedFilename(), "revoir-demo.txt");
  const file = await download.path();
  assert.equal(readFileSync(file, "utf8"), `${server.url}/r/\n\n${receipt}\n`);
  assert.ok(!(await stored(page)).includes(receipt), "the browser has forgotten it");

  await page.goto(`${server.url}/r/`);
  await page.locator("input[type=file]").setInputFiles(file);
  await page.locator("li").waitFor();
  await page.getByRole("button", { name: "Withdraw this consent" }).click();
  await page.getByText("Its recording ends and is kept until its time is over").waitFor();
  await page.screenshot({ path: screenshot("rights-kept") });
  await page.getByRole("button", { name: "Yes" }).click();
  await page.getByText("What was recorded is kept").waitFor();
  await page.locator("li").getByRole("button", { name: "Erase" }).click();
  await page.locator("li").getByRole("button", { name: "Yes" }).click();
  await page.getByText("The recording is erased.").waitFor();
  await context.close();
});
