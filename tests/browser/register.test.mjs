import assert from "node:assert/strict";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { card, days, nameTexts, open, review, saved } from "./policies.mjs";
import { browser, runServer, server } from "./running.mjs";
import { screenshot, signInQuietly } from "./support.mjs";

runServer();

const DOCUMENTS = ["record", "conformance", "dpia"];

test("a DPO is guided to a purpose, loosens it, is told why it deviates, justifies, publishes, and finds it in the register", async () => {
  const page = await open("dpo", "/policies/demo/ux/draft");
  await page.getByRole("button", { name: "Be guided" }).click();
  await page.getByLabel("What is the site about?").selectOption("ordinary");
  await page.getByLabel("Why do less intrusive means not suffice?").fill("Figures do not show where people hesitate.");
  await page.getByRole("button", { name: "Make this the draft" }).click();
  await saved(page);
  await page.getByRole("complementary").getByText("Conforms", { exact: true }).waitFor();

  await days(page).fill("300");
  await nameTexts(page, "2");
  await saved(page);
  const question = page.getByRole("region", { name: /^How long\?/ });
  await question.getByText("Looser than asked").waitFor();
  await question.getByText("Asked is at most 183 days; you chose 300 days.").waitFor();
  await question.getByRole("status").getByText("§ 47, appendix 1").waitFor();
  await review(page);
  await page.getByLabel("What is done instead?").fill("Only two people may watch.");
  await page.getByLabel("How does that meet the obligation?").fill("Fewer eyes, longer memory.");
  await page.getByLabel("Why now?").fill("A seasonal shop is compared from year to year.");
  await page.getByRole("button", { name: "Publish version 2" }).click();
  await page.getByRole("article", { name: "Version 2 (in force)" }).waitFor();

  await page.getByRole("link", { name: "Register", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Register of Demo shop" }).waitFor();
  const ux = card(page, "User experience");
  await ux.getByText("in one point, which is justified below.").waitFor();
  await ux.getByText("Only two people may watch.").waitFor();
  await ux.getByText("Fewer eyes, longer memory.").waitFor();
  const retention = ux.getByRole("listitem").filter({ hasText: "Time kept" });
  await retention.getByText("Asked: at most 183 days (§ 47, appendix 1)").waitFor();
  await retention.getByRole("img", { name: "looser than asked" }).waitFor();
  assert.equal(await ux.getByRole("img", { name: "looser than asked" }).count(), 1);
  await page.context().close();
});

test("the same deviation stands in the report that is opened from there, in both languages", async () => {
  const page = await open("dpo", "/register");
  for (const [language, paragraph, chosen] of [
    ["English", "§ 47, appendix 1", "300 days"],
    ["Français", "§ 47, annexe 1", "300 jours"],
  ]) {
    const opened = page.context().waitForEvent("page");
    await page.getByRole("link", { name: `Open in ${language}: Conformance report` }).click();
    const report = await opened;
    const row = report.getByRole("row", { name: new RegExp(`${chosen}.*${paragraph}`) });
    await row.waitFor();
    await report.getByText("Only two people may watch.").waitFor();
    assert.notEqual(await report.evaluate(() => getComputedStyle(document.querySelector("main")).maxWidth), "none");
    await report.close();
  }
  await page.context().close();
});

test("documents are taken out as pages and as JSON, and say how much is left for a person", async () => {
  const page = await open("auditor", "/register");
  await page.getByText(/places are left for a person to complete/).nth(1).waitFor();
  for (const [name, file] of [
    ["Download the page in Français: Record of processing activities", /^revoir-record-demo-fr-\d{4}-\d\d-\d\d\.html$/],
    ["Download as JSON in English: For the impact assessment (DPIA)", /^revoir-dpia-demo-en-\d{4}-\d\d-\d\d\.json$/],
  ]) {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    assert.match((await download).suggestedFilename(), file);
  }
  await page.context().close();
});

test("who may not read the register is told who can give it, and a failure can be tried again", async () => {
  const analyst = await open("analyst", "/register");
  await analyst.getByRole("heading", { name: "Not open to your account" }).waitFor();
  assert.equal(await analyst.getByRole("link", { name: "Register", exact: true }).count(), 0);
  await analyst.context().close();

  const page = await open("dpo", "/audit");
  await page.route("**/register/conformance*", (route) => route.fulfill({ status: 500, body: "" }));
  await page.getByRole("link", { name: "Register", exact: true }).click();
  await page.getByRole("heading", { name: "The server could not answer" }).waitFor();
  await page.unroute("**/register/conformance*");
  await page.getByRole("button", { name: "Try again" }).click();
  await card(page, "Support").waitFor();
  await page.context().close();
});

test("a site on which nothing is recorded says so and leads on", async () => {
  const page = await open("dpo", "/audit");
  await page.route("**/register/conformance*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), purposes: [] } });
  });
  await page.getByRole("link", { name: "Register", exact: true }).click();
  await page.getByRole("heading", { name: "Nothing is recorded on this site" }).waitFor();
  await page.getByRole("link", { name: "To the purposes of the site" }).click();
  await page.getByRole("heading", { level: 1, name: "Purposes of Demo shop" }).waitFor();
  await page.context().close();
});

for (const locale of ["en-GB", "fr-FR"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the register and its documents have no fault in ${locale} ${colorScheme}`, async () => {
      for (const width of [320, 1440]) {
        const page = await open("dpo", "/register", { locale, colorScheme, width });
        await page.locator("section h3 svg").nth(2).waitFor();
        await page.locator("li p").nth(4).waitFor();
        assert.deepEqual(await findFaults(page), [], `register at ${width}`);
        await page.screenshot({ path: screenshot(`register-${locale}-${colorScheme}-${width}`), fullPage: true });
        await page.context().close();
      }
    });
  }
}

for (const lang of ["en", "fr"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the documents have no fault in ${lang} ${colorScheme}`, async () => {
      for (const width of [320, 1440]) {
        // axe is brought in by the test, which the page's own policy would refuse
        const context = await browser.newContext({ colorScheme, bypassCSP: true, viewport: { width, height: 900 } });
        await signInQuietly(context, server.url, "dpo@demo.test");
        const page = await context.newPage();
        for (const document of DOCUMENTS) {
          await page.goto(`${server.url}/api/sites/demo/register/${document}?format=html&lang=${lang}`);
          assert.deepEqual(await findFaults(page), [], `${document} at ${width}`);
          await page.screenshot({ path: screenshot(`register-${document}-${lang}-${colorScheme}-${width}`), fullPage: true });
        }
        await context.close();
      }
    });
  }
}
