import assert from "node:assert/strict";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { browser, runServer, server } from "./running.mjs";
import { screenshot, signInQuietly } from "./support.mjs";

runServer();

/** A window of one person, on a page of the console. */
async function open(who, path, { locale = "en-GB", colorScheme = "light", width = 1280 } = {}) {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 900 } });
  await signInQuietly(context, server.url, `${who}@demo.test`);
  context.setDefaultTimeout(6_000);
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  await page.locator("h1:not(:empty)").waitFor();
  return page;
}

const saved = (page) => page.getByText("The draft is saved.").waitFor();
const review = (page) => page.getByRole("button", { name: "Review and publish" }).click();
const card = (page, name) => page.getByRole("region", { name, exact: true });
const days = (page) => page.getByLabel("Kept for", { exact: true });

test("a DPO loosens a policy, is told why it deviates, justifies, publishes, and finds it again", async () => {
  const page = await open("dpo", "/policies/demo/ux/draft");
  await page.getByLabel("Share of visits, in %").fill("1");
  await days(page).fill("300");
  await saved(page);
  const question = page.getByRole("region", { name: /^How long\?/ });
  await question.getByText("Looser than asked").waitFor();
  await question.getByText("Asked is at most 183 days; you chose 300 days.").waitFor();
  await question.getByRole("status").getByText("§ 47, appendix 1").waitFor();

  await review(page);
  await page.getByRole("row", { name: "Kept for 30 days 300 days" }).waitFor();
  await page.getByRole("button", { name: "Publish version 2" }).click();
  await page.getByText("Write 1 to 2,000 characters.").first().waitFor();
  await page.getByLabel("What is done instead?").fill("Only two people may watch.");
  await page.getByLabel("How does that meet the obligation?").fill("Fewer eyes, longer memory.");
  await page.getByLabel("Why now?").fill("A seasonal shop is compared from year to year.");
  await page.getByRole("button", { name: "Publish version 2" }).click();

  const version = page.getByRole("article", { name: "Version 2 (in force)" });
  await version.getByText("A seasonal shop is compared from year to year.").waitFor();
  await version.getByText("Only two people may watch.").waitFor();
  await version.getByRole("row", { name: "Share of visits drawn 100% 1%" }).waitFor();
  await page.getByRole("link", { name: "‹ Purposes of Demo shop" }).click();
  await card(page, "User experience").getByText("Deviates in one point").waitFor();
  await card(page, "User experience").getByText("Version 2, in force since").waitFor();
  await card(page, "User experience").getByText("Fewer eyes, longer memory.").waitFor();
  await page.context().close();
});

test("an owner is told that a deviation needs a DPO and who that is, and publishes what conforms", async () => {
  const page = await open("admin", "/policies/demo/errors/draft");
  await days(page).fill("300");
  await saved(page);
  await review(page);

  await page.getByRole("heading", { name: "You cannot publish this draft" }).waitFor();
  await page.getByText("On this site that is DPO (dpo@demo.test).").waitFor();
  assert.equal(await page.getByRole("button", { name: /^Publish/ }).count(), 0);
  await page.getByRole("link", { name: "Back to the draft" }).click();
  await days(page).fill("10");
  await saved(page);
  await review(page);
  await page.getByLabel("Why now?").fill("Ten days suffice.");
  await page.getByRole("button", { name: "Publish version 2" }).click();

  await page.getByRole("article", { name: "Version 2 (in force)" }).getByText("Conforms", { exact: true }).waitFor();
  await page.context().close();
});

test("of two people editing one draft, the second is told, and chooses which one goes on", async () => {
  const dpo = await open("dpo", "/policies/demo/support/draft");
  const owner = await open("admin", "/policies/demo/support/draft");
  await days(dpo).fill("5");
  await saved(dpo);

  await days(owner).fill("7");
  await owner.getByText("DPO has written this draft while you were editing it").waitFor();
  await owner.getByRole("row", { name: "Kept for 5 hours 7 hours" }).waitFor();
  await owner.getByRole("button", { name: "Go on with theirs" }).click();
  await saved(owner);
  assert.equal(await days(owner).inputValue(), "5");

  await days(owner).fill("6");
  await saved(owner);
  await days(dpo).fill("8");
  await dpo.getByText("Admin has written this draft while you were editing it").waitFor();
  await dpo.getByRole("button", { name: "Save mine over it" }).click();
  await saved(dpo);
  await dpo.reload();
  await days(dpo).waitFor();
  assert.equal(await days(dpo).inputValue(), "8");
  await dpo.context().close();
  await owner.context().close();
});

test("what the server refuses is named at its field, and is not left behind unasked", async () => {
  const page = await open("dpo", "/policies/demo/ux/draft");
  const rate = page.getByLabel("Share of visits, in %");
  await rate.fill("150");
  await page.getByText("A share lies between 0 and 100 %.").waitFor();
  assert.equal(await rate.getAttribute("aria-invalid"), "true");

  await page.getByRole("link", { name: "‹ Purposes of Demo shop" }).click();
  const asked = page.getByRole("dialog", { name: "Leave without saving?" });
  await asked.getByRole("button", { name: "Cancel" }).click();
  assert.equal(await rate.inputValue(), "150");

  await page.getByLabel("Never these pages").fill("/a\nb");
  await rate.fill("2");
  await page.getByText("Not accepted: “b”.").waitFor();
  await page.getByRole("link", { name: "‹ Purposes of Demo shop" }).click();
  await asked.getByRole("button", { name: "Leave" }).click();
  await page.getByRole("heading", { level: 1, name: "Purposes of Demo shop" }).waitFor();
  await page.context().close();
});

test("a draft is dropped with a question, and the version in force stays", async () => {
  const page = await open("dpo", "/policies/demo/support/draft");
  await days(page).fill("9");
  await saved(page);
  await page.getByRole("button", { name: "Drop the draft" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Drop it" }).click();

  await card(page, "Support").getByText("Version 1, in force since").waitFor();
  await card(page, "Support").getByRole("img", { name: "24 hours of the 24 hours that are accepted" }).waitFor();
  assert.equal(await card(page, "Support").getByText("A draft by").count(), 0);
  await page.context().close();
});

test("two questions lead to a draft that conforms, with a reason beside each choice", async () => {
  const page = await open("admin", "/policies/demo/ux/draft");
  await page.getByRole("button", { name: "Be guided" }).click();
  await page.getByLabel("What is the site about?").selectOption("health");
  await page.getByText("on a sensitive site the only one that conforms").waitFor();
  await page.getByText("One visit in a hundred shows where many people hesitate").waitFor();
  await page.getByLabel("Why do less intrusive means not suffice?").fill("Figures do not show where people hesitate.");
  await page.getByRole("button", { name: "Make this the draft" }).click();

  await saved(page);
  assert.equal(await page.getByLabel("Share of visits, in %").inputValue(), "1");
  assert.equal(await page.getByLabel("Why do less intrusive means not suffice?").inputValue(), "Figures do not show where people hesitate.");
  assert.match(await page.getByLabel(/^Addresses kept/).inputValue(), /^\/demo\/\n/);
  await page.getByRole("complementary").getByText("Conforms", { exact: true }).waitFor();
  await page.context().close();
});

test("whoever may only read sees policies and changes none; whoever may not is told who can give it", async () => {
  const auditor = await open("auditor", "/policies/demo");
  await card(auditor, "Errors").getByRole("link", { name: "History: Errors" }).waitFor();
  assert.equal(await auditor.getByRole("link", { name: /^Change/ }).count(), 0);
  await auditor.goto(`${server.url}/policies/demo/errors/draft`);
  await auditor.getByText("There is no draft at the moment.").waitFor();

  const analyst = await open("analyst", "/policies/demo");
  await analyst.getByRole("heading", { name: "Not open to your account" }).waitFor();
  await analyst.getByText("needs the role Owner, Data protection officer or Auditor").waitFor();
  await auditor.context().close();
  await analyst.context().close();
});

test("the palette leads to a site's purposes by keyboard alone", async () => {
  const page = await open("dpo", "/deletions");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").waitFor();
  await page.keyboard.type("purposes of demo");
  await page.keyboard.press("Enter");

  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Purposes of Demo shop");
  await page.context().close();
});

const SCREENS = {
  glance: { path: "/policies/demo", ready: (page) => page.locator("section h2").nth(2).waitFor() },
  draft: { path: "/policies/demo/ux/draft", ready: loosen },
  publish: { path: "/policies/demo/ux/draft", ready: deviate },
  history: { path: "/policies/demo/ux/history", ready: (page) => page.locator("article").first().waitFor() },
  setup: { path: "/policies/demo/errors/draft", ready: beGuided },
};

/** Shows all that the editor can show, and waits until it is saved. */
async function loosen(page) {
  for (const limit of [/\(L2\)$/, /\(L3\)$/]) await page.getByLabel(limit).check();
  await page.waitForTimeout(1_500);
}

/** Chooses what deviates and runs, and goes on to publishing it. */
async function deviate(page) {
  for (const limit of [/\(L2\)$/, /\(L3\)$/]) await page.getByLabel(limit).uncheck();
  await page.locator("input[name=identifiers]").nth(2).check();
  await page.getByRole("button", { name: /^(Review and publish|Relire et publier)$/ }).click();
  await page.locator("input[type=date]").first().waitFor();
}

async function beGuided(page) {
  await page.getByRole("button", { name: /^(Be guided|Se laisser guider)$/ }).click();
  await page.locator("select").selectOption("finance");
}

for (const locale of ["en-GB", "fr-FR"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the screens of policies have no fault in ${locale} ${colorScheme}`, async () => {
      for (const [name, { path, ready }] of Object.entries(SCREENS)) {
        for (const width of [320, 1440]) {
          const page = await open("dpo", path, { locale, colorScheme, width });
          await ready(page);
          assert.deepEqual(await findFaults(page), [], `${name} at ${width}`);
          await page.screenshot({ path: screenshot(`policies-${name}-${locale}-${colorScheme}-${width}`), fullPage: true });
          await page.context().close();
        }
      }
    });
  }
}
