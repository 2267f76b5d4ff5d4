import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { open } from "./policies.mjs";
import { runServer, server } from "./running.mjs";
import { openApi, screenshot, signInForCookie } from "./support.mjs";

runServer();

const look = (page) => page.getByRole("button", { name: "Show what is concerned" }).click();
const found = (page) => page.getByRole("region", { name: "What is concerned", exact: true });
const told = (page) => page.getByRole("region", { name: "Incidents told of" });

/** Writes a moment as the browser's own field takes it. */
function local(ms) {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 16);
}

test("a DPO finds what is concerned and who watched it, freezes it, starts the clock, and takes both notices", async () => {
  const analyst = await openApi(server.url, "analyst@demo.test");
  const [watched] = await analyst.recordingIds("ux");
  assert.equal(await analyst.status(`/recordings/${watched}`), 200);
  const page = await open("dpo", "/audit");
  await page.getByRole("link", { name: "Incidents", exact: true }).click();
  await page.getByText("No incident was told of for Demo shop.").waitFor();
  assert.equal(await page.getByRole("table").count(), 0, "nothing is read before it is asked for");

  await page.getByLabel("Purpose", { exact: true }).selectOption("ux");
  await look(page);
  const row = found(page).getByRole("row").filter({ hasText: watched });
  await row.getByText(/^Analyst watched it/).waitFor();
  await found(page).getByText("1 person watched some of them or took them out.").waitFor();
  const count = (await analyst.recordingIds("ux")).length;
  await found(page).getByText(new RegExp(`^${count} recordings? (is|are) concerned\\.$`)).waitFor();
  assert.match(page.url(), /purpose=ux/);

  await page.getByRole("button", { name: "Freeze watching: User experience" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Freeze watching" }).click();
  await page.getByText("Say why.").waitFor();
  await page.getByLabel("Why?").fill("A shared account.");
  await page.getByRole("dialog").getByRole("button", { name: "Freeze watching" }).click();
  await page.getByText(/^Frozen by DPO/).waitFor();
  assert.equal(await analyst.status(`/recordings/${watched}`), 404);

  await found(page).getByRole("button", { name: "Tell of an incident…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("User experience", { exact: true }).waitFor();
  await dialog.getByLabel("Known since").fill(local(Date.now() + 3_600_000));
  await dialog.getByRole("button", { name: "Start the 72 hours" }).click();
  await dialog.getByText("Choose a moment that is not in the future.").waitFor();
  await dialog.getByLabel("Known since").fill(local(Date.now() - 30 * 3_600_000));
  await dialog.getByRole("button", { name: "Start the 72 hours" }).click();
  await page.getByText("The clock runs: it stands at the top, with both notices.").waitFor();

  const clock = told(page).getByRole("img");
  assert.match(await clock.getAttribute("aria-label"), /^4[12]\sh(\s\d+\smin)? left to tell the authority\. From .+ to .+\.$/);
  const exact = clock.locator("span").last();
  assert.equal(await exact.isVisible(), false);
  await clock.focus();
  assert.equal(await exact.isVisible(), true);

  await told(page).getByText("Both notices").click();
  const notice = told(page).getByRole("group", { name: "To the authority, Français" });
  await notice.getByText(`Enregistrements concernés, en l’état des connaissances : ${count}`).waitFor();
  await notice.getByText("La consultation est gelée pour : Expérience utilisateur.").waitFor();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
  await told(page).getByRole("button", { name: "Copy: To the people concerned, English" }).click();
  await told(page).getByText("Copied.").waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /A breach that may concern your visit/);
  const download = page.waitForEvent("download");
  await told(page).getByRole("link", { name: "Download: To the authority, Français" }).click();
  const file = await download;
  assert.equal(file.suggestedFilename(), "revoir-cnil-demo-fr.txt");
  assert.equal(readFileSync(await file.path(), "utf8"), (await notice.innerText()).trimEnd());

  await page.getByRole("button", { name: "Lift the freeze: User experience" }).click();
  await page.getByLabel("Why?").fill("The account is closed.");
  await page.getByRole("dialog").getByRole("button", { name: "Lift the freeze" }).click();
  await page.getByText("Watched as usual again.").waitFor();
  assert.equal(await analyst.status(`/recordings/${watched}`), 200);
  await page.context().close();
});

test("an auditor reads the same and acts on nothing; an analyst is told which role it takes", async () => {
  const auditor = await open("auditor", "/incidents?looked=true&purpose=errors");
  await found(auditor).getByRole("table").waitFor();
  await auditor.getByText(/^You can read everything here/).waitFor();
  assert.equal(await auditor.getByRole("button", { name: /Freeze|Tell of/ }).count(), 0);
  await auditor.context().close();

  const analyst = await open("analyst", "/incidents");
  await analyst.getByRole("heading", { name: "Not open to your account" }).waitFor();
  await analyst.getByText("needs the role Data protection officer or Auditor on this site.").waitFor();
  assert.equal(await analyst.getByRole("link", { name: "Incidents", exact: true }).count(), 0);
  await analyst.context().close();
});

test("what is not found, not all shown, past its time or not answered is each said, and is reached by the keyboard", async () => {
  const page = await open("dpo", "/incidents?looked=true&route=/nowhere");
  await found(page).getByRole("heading", { name: "Nothing that is still here is concerned" }).waitFor();
  await found(page).getByRole("button", { name: "Tell of an incident…" }).waitFor();

  await page.getByLabel("Opened from").fill("2026-11-20T10:00");
  await page.getByLabel("Opened before").fill("2026-11-20T09:00");
  await page.getByLabel("Opened before").press("Enter");
  await page.getByText("This lies before the beginning.").waitFor();

  await page.route("**/concerned*", async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), count: 812, people: 3, erased: 17, expired: 90 } });
  });
  await page.goto(`${server.url}/incidents?looked=true`);
  await page.getByText("812 recordings are concerned.").waitFor();
  await page.getByText(/^The newest \d+ are shown\. Both figures count all of them\.$/).waitFor();
  await page.getByText(/^Not counted is what is gone: 17 deleted and 90 expired/).waitFor();

  await page.route("**/concerned*", (route) => route.fulfill({ status: 500, body: "" }));
  await page.reload();
  await page.getByRole("heading", { name: "The server could not answer" }).waitFor();
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await found(page).waitFor();

  await page.goto(`${server.url}/audit`);
  await page.locator("h1:not(:empty)").waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").waitFor();
  await page.keyboard.type("incid");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Incidents" }).waitFor();
  await page.context().close();
});

for (const locale of ["en-GB", "fr-FR"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`incidents have no fault in ${locale} ${colorScheme}`, async () => {
      await tellOfOld();
      for (const width of [320, 1440]) {
        const page = await open("dpo", "/incidents?looked=true&purpose=errors", { locale, colorScheme, width });
        await page.locator("tbody tr").first().waitFor();
        await page.locator("details summary").first().click();
        await page.locator("details pre").nth(3).waitFor();
        await page.locator("[role=img][data-over]").first().waitFor();
        assert.deepEqual(await findFaults(page), [], `incidents at ${width}`);
        await page.screenshot({ path: screenshot(`incidents-${locale}-${colorScheme}-${width}`), fullPage: true });
        await page.context().close();
      }
    });
  }
}

/** Tells of one whose 72 hours are over. */
async function tellOfOld() {
  const cookie = await signInForCookie(server.url, "dpo@demo.test");
  const body = JSON.stringify({ concerns: { purpose: "errors", rule: ".price" }, learned_at: "2026-01-01T08:00:00Z" });
  const headers = { cookie, "content-type": "application/json", origin: server.url };
  const answer = await fetch(`${server.url}/api/sites/demo/incidents`, { method: "POST", headers, body });
  assert.equal(answer.status, 201);
}
