import assert from "node:assert/strict";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { card, days, nameTexts, open, review, saved } from "./policies.mjs";
import { runServer, server } from "./running.mjs";
import { screenshot } from "./support.mjs";

runServer();

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
  await page.getByText(/^Visitors who agreed to this version of the texts were told of less/).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Publish/ }).count(), 0);
  await page.getByRole("link", { name: "Back to the draft" }).click();
  await nameTexts(page, "2");
  await saved(page);
  await review(page);
  await page.getByText("Goes further than what visitors have agreed to: kept longer. They are asked again.").waitFor();
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
  await nameTexts(page, "2026-11");
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

test("for support the guide has it written down why recordings are kept so long", async () => {
  const page = await open("admin", "/policies/demo/support/draft");
  const warning = page.getByText("The retention has no written reason");
  await page.getByRole("button", { name: "Be guided" }).click();
  await page.getByLabel("What is the site about?").selectOption("ordinary");
  await page.getByLabel("Why this long?").fill("Customers call on the same day.");
  await page.getByRole("button", { name: "Make this the draft" }).click();

  await saved(page);
  assert.equal(await page.getByLabel("Why this long?").inputValue(), "Customers call on the same day.");
  assert.equal(await warning.count(), 0);
  await page.getByLabel("Why this long?").fill("");
  await warning.first().waitFor();
  await page.getByRole("button", { name: "Drop the draft" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Drop it" }).click();
  await card(page, "Support").waitFor();
  await page.context().close();
});

test("a purpose is stopped by keyboard with a reason, shown as stopped to whoever reads, and resumed", async () => {
  const page = await open("dpo", "/policies/demo");
  const stop = card(page, "Errors").getByRole("button", { name: "Stop collecting: Errors" });
  await stop.focus();
  await page.keyboard.press("Enter");
  const asked = page.getByRole("dialog", { name: "Stop collecting for “Errors”?" });
  await asked.getByText("Within a minute").waitFor();
  assert.deepEqual(await findFaults(page), []);
  await asked.getByRole("button", { name: "Stop collecting" }).click();
  await asked.getByText("Write why.").waitFor();
  await asked.getByLabel("Why?").fill("A field of ours is not masked.");
  await asked.getByRole("button", { name: "Stop collecting" }).click();

  await card(page, "Errors").getByText("Collecting is stopped", { exact: false }).first().waitFor();
  await card(page, "Errors").getByText("By DPO, ").waitFor();
  const resume = card(page, "Errors").getByRole("button", { name: "Resume collecting: Errors" });
  await resume.waitFor();
  assert.equal(await resume.evaluate((button) => button === document.activeElement), true);
  assert.deepEqual(await findFaults(page), []);
  const offered = await (await fetch(`${server.url}/v1/sites/demo/policy`)).json();
  assert.equal(offered.purposes.some(({ purpose }) => purpose === "errors"), false);
  const auditor = await open("auditor", "/policies/demo");
  await card(auditor, "Errors").getByText("can resume collecting").waitFor();
  assert.equal(await auditor.getByRole("button", { name: /^(Stop|Resume)/ }).count(), 0);
  await auditor.context().close();

  await page.keyboard.press("Enter");
  const again = page.getByRole("dialog", { name: "Resume collecting for “Errors”?" });
  await again.getByLabel("Why?").fill("It is masked now.");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await card(page, "Errors").getByText("Collecting is resumed.").waitFor();
  assert.equal(await card(page, "Errors").getByText("By DPO, ").count(), 0);
  await page.context().close();
});

test("what is friction is asked for within its bounds, shown among the changes, and put back to what is usual", async () => {
  const page = await open("dpo", "/policies/demo/errors/draft");
  const dead = page.getByLabel("Still nothing after, in seconds");
  const wait = page.getByLabel("Nothing changes for, in seconds");
  assert.equal(await dead.inputValue(), "20");
  await wait.fill("30");
  await page.getByText("From 30 to 120.", { exact: true }).waitFor();
  assert.equal(await dead.getAttribute("aria-invalid"), "true");
  await dead.fill("soon");
  await page.getByText("Enter a number.").waitFor();
  await dead.fill("45.5");
  await saved(page);
  assert.deepEqual(await findFaults(page), []);
  await page.reload();
  assert.equal(await dead.inputValue(), "45.5");

  await page.getByRole("button", { name: "All as usual" }).click();
  await saved(page);
  assert.equal(await dead.inputValue(), "20");
  assert.equal(await page.getByRole("button", { name: "All as usual" }).isDisabled(), true);
  const dropped = await page.evaluate(async () => {
    const draft = "/api/sites/demo/policies/errors/draft";
    const { revision } = await (await fetch(draft)).json();
    const body = JSON.stringify({ revision });
    return (await fetch(draft, { method: "DELETE", headers: { "content-type": "application/json" }, body })).status;
  });
  assert.equal(dropped, 204);
  await page.context().close();
});

test("an owner names test origins, tries a draft on them, and ends the trial", async () => {
  const page = await open("admin", "/policies/demo/support/draft");
  await days(page).fill("3");
  await saved(page);
  const trying = page.getByRole("region", { name: "Try it first" });
  await trying.getByText("The site has no test origins yet").waitFor();
  await trying.getByRole("link", { name: "Change them" }).click();
  await page.getByLabel("Test origins").fill("staging.example");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Write https://staging.example instead" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();

  await page.goto(`${server.url}/policies/demo/support/draft`);
  await trying.getByText("Test origins: https://staging.example.").waitFor();
  await trying.getByRole("button", { name: "Try on test origins" }).click();
  await trying.getByText("The trial has begun.").waitFor();
  await trying.getByText(/^Version \d+ is being tried until/).waitFor();
  assert.deepEqual(await findFaults(page), []);
  const offered = async (origin) => {
    const answer = await (await fetch(`${server.url}/v1/sites/demo/policy`, { headers: { origin } })).json();
    return answer.purposes.find(({ purpose }) => purpose === "support").policy_version;
  };
  assert.notEqual(await offered("https://staging.example"), await offered(server.url));
  await page.getByRole("link", { name: "‹ Purposes of Demo shop" }).click();
  await card(page, "Support").getByText("is being tried on the test origins").waitFor();

  await page.goto(`${server.url}/policies/demo/support/draft`);
  await trying.getByRole("button", { name: "End the trial" }).click();
  await trying.getByText("The trial has ended").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Try it first");
  assert.equal(await offered("https://staging.example"), await offered(server.url));
  await page.context().close();
});

test("the glance draws what there is by day, says it in words, and how many may watch", async () => {
  const page = await open("admin", "/policies/demo");
  const ux = card(page, "User experience");

  await ux.getByRole("img", { name: /^Still here: \d+ in 30 days, at most \d+ on one day, / }).waitFor();
  await ux.getByRole("img", { name: "Discarded: none in 30 days" }).waitFor();
  await ux.getByText(/^Next expiry in /).waitFor();
  await ux.getByRole("link", { name: "1 person can watch" }).click();
  await page.getByRole("heading", { level: 1, name: "Members" }).waitFor();
  await page.context().close();
});

test("figures that cannot be fetched are asked for again, and the rest stands", async () => {
  const page = await open("auditor", "/policies");
  await page.route("**/volumes?*", (route) => route.abort());
  await page.goto(`${server.url}/policies/demo`);
  const ux = card(page, "User experience");
  await ux.getByText("How much there is cannot be told").waitFor({ timeout: 20_000 });
  await ux.getByText("Version 1, in force since").or(ux.getByText("Version 2, in force since")).waitFor();

  await page.unroute("**/volumes?*");
  await ux.getByRole("button", { name: "Try again" }).click();
  await ux.getByText("1 person can watch").waitFor();
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
  await nameTexts(page, "named");
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
