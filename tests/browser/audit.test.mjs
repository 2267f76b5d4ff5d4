import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { browser, runServer, server } from "./running.mjs";
import { eventually, screenshot, signInForCookie, signInQuietly } from "./support.mjs";

runServer();

/** A window of one person, on a page of the console. */
async function open(who, path = "/audit", { locale = "en-GB", colorScheme = "light", width = 1280 } = {}) {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 900 }, timezoneId: "Europe/Paris" });
  await signInQuietly(context, server.url, `${who}@demo.test`);
  context.setDefaultTimeout(6_000);
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  await page.locator("h1:not(:empty)").waitFor();
  return page;
}

/** Asks the API as somebody; answers what it says. */
async function ask(who, method, path, body) {
  const cookie = await signInForCookie(server.url, `${who}@demo.test`);
  const headers = { cookie, origin: server.url, ...(body && { "content-type": "application/json" }) };
  const answer = await fetch(`${server.url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  assert.ok(answer.ok, `${method} ${path} answered ${answer.status}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** Deletes a recording with a reason in words; answers its id. */
async function erase(words) {
  const { recordings } = await ask("analyst", "GET", "/api/sites/demo/recordings?purpose=ux");
  const { id } = recordings.at(-1);
  await ask("analyst", "DELETE", `/api/sites/demo/recordings/${id}`, { reason: "other", words });
  return id;
}

const entries = (page) => page.locator("li[id^=entry-]");
const entry = (page, text) => entries(page).filter({ hasText: text }).first();

test("what people did is told in words, newest first, each with its number", async () => {
  const analyst = await open("analyst", "/sites/demo/ux");
  await analyst.getByRole("row").nth(1).getByRole("link").first().click();
  await analyst.getByRole("heading", { level: 1 }).waitFor();
  await ask("auditor", "GET", "/api/sites/demo/erasures?purpose=support");
  const page = await open("auditor");

  await entry(page, "Analyst opened a recording for User experience on Demo shop.").waitFor();
  await entry(page, "Analyst listed or searched the recordings for User experience on Demo shop.").waitFor();
  await entry(page, "Auditor read the register of deletions for Support on Demo shop.").waitFor();
  await entry(page, "Analyst signed in.").waitFor();
  const numbers = (await entries(page).evaluateAll((all) => all.map(({ id }) => Number(id.slice("entry-".length)))));
  assert.deepEqual(numbers, numbers.toSorted((a, b) => b - a));
  assert.ok(numbers.length > 5);
  assert.equal(await entry(page, "opened a recording").getByRole("link", { name: /^[0-9a-f-]{36}$/ }).count(), 0);
  await analyst.context().close();
  await page.context().close();
});

test("what owners and DPOs do to people and policies is told, and what the command line does", async () => {
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const roles = [
    { role: "agent", site: "demo", purpose: "support", until: day },
    { role: "auditor", until: day },
  ];
  const { id } = await ask("admin", "POST", "/api/members", { email: "jo@shop.example", name: "Jo", roles });
  const dpo = await open("dpo", "/policies/demo/errors/draft");
  await dpo.getByLabel("Kept for", { exact: true }).fill("10");
  await dpo.getByText("The draft is saved.").waitFor();
  await dpo.getByRole("button", { name: "Review and publish" }).click();
  await dpo.getByLabel("Why now?").fill("Ten days suffice.");
  await dpo.getByRole("button", { name: "Publish version 2" }).click();
  await dpo.getByRole("article", { name: "Version 2 (in force)" }).waitFor();
  await server.command("user", "sign-out", "agent@demo.test");

  await dpo.goto(`${server.url}/audit`);
  const said = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeZone: "UTC" }).format(new Date(day));
  await entry(dpo, "Admin added Jo as a member.").waitFor();
  await entry(dpo, `Admin gave Jo the role Support agent for Support on Demo shop, until ${said}.`).waitFor();
  await entry(dpo, `Admin gave Jo the role Auditor for the whole organisation, until ${said}.`).waitFor();
  await entry(dpo, "Admin made a link by which Jo can choose a password.").waitFor();
  await entry(dpo, "The command line ended the sessions of Agent.").waitFor();
  await entry(dpo, "DPO published version 2 of the policy for Errors on Demo shop.").getByRole("link", { name: "History of the policy" }).click();
  await dpo.getByRole("article", { name: "Version 2 (in force)" }).waitFor();

  await ask("admin", "DELETE", `/api/members/${id}`);
  await dpo.goto(`${server.url}/audit?event=member.removed`);
  await entry(dpo, `Admin removed Former member ${id} from the members.`).waitFor();
  await dpo.context().close();
});

test("filters lie in the address, which shows the same to whoever opens it", async () => {
  const page = await open("dpo");
  await page.getByRole("button", { name: "Event", exact: true }).click();
  await page.getByRole("group", { name: "Signing in" }).getByLabel("Signed in").check();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Done by", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "DPO", exact: true }).click();

  await page.waitForURL(/event=session\.opened&actor=|actor=.*event=session\.opened/);
  await eventually("only their own", async () => {
    const told = await entries(page).locator("p:first-child").allInnerTexts();
    return told.length > 0 && told.every((text) => text === "DPO signed in.");
  });
  const address = page.url().slice(server.url.length);
  const other = await open("auditor", address);
  await entry(other, "DPO signed in.").waitFor();
  await other.getByRole("button", { name: "Done by: DPO", exact: true }).waitFor();

  await other.goto(`${server.url}/audit?purpose=ux&site=demo&event=session.opened&actor=nobody`);
  await other.getByRole("heading", { name: "No entry fits these filters" }).waitFor();
  await other.getByText("left out: actor=nobody").waitFor();
  await other.getByRole("button", { name: "Clear all" }).first().click();
  await entry(other, "Auditor signed in.").waitFor();
  assert.equal(new URL(other.url()).search, "");
  await page.context().close();
  await other.context().close();
});

test("a name leads to all about somebody, a number to the log from there on", async () => {
  const page = await open("auditor", "/audit?event=session.opened");
  await entry(page, "signed in").getByRole("link", { name: "Auditor" }).click();
  await page.getByRole("button", { name: "By or about: Auditor" }).waitFor();
  await entry(page, "Auditor read the audit log.").waitFor();

  await page.goto(`${server.url}/audit?upto=3`);
  await page.getByText("The list begins with entry 3.").waitFor();
  await entries(page).nth(2).waitFor();
  assert.deepEqual(await entries(page).evaluateAll((all) => all.map(({ id }) => id)), ["entry-3", "entry-2", "entry-1"]);
  await page.getByText("The log begins here.").waitFor();
  await page.context().close();
});

test("older entries come when asked for", async () => {
  const cookie = await signInForCookie(server.url, "dpo@demo.test");
  for (let at = 0; at < 101; at += 1) await (await fetch(`${server.url}/api/audit/export`, { headers: { cookie } })).text();
  const page = await open("auditor", "/audit?event=audit.exported");
  await entries(page).nth(99).waitFor();
  assert.equal(await entries(page).count(), 100);
  await page.getByRole("button", { name: "Older entries" }).click();

  await entries(page).nth(100).waitFor();
  await page.getByText("No older entry fits the filters.").waitFor();
  await page.context().close();
});

test("the log is taken out as a file that verifies without the server", async () => {
  const page = await open("auditor");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export the log" }).click();
  const taken = await download;
  assert.equal(taken.suggestedFilename(), "revoir-audit.jsonl");
  const file = await taken.path();

  const verified = await server.command("audit", "verify", file);
  assert.equal(verified.code, 0, verified.stdout + verified.stderr);
  const changed = join(server.data, "changed.jsonl");
  writeFileSync(changed, readFileSync(file, "utf8").replace("session.opened", "session.refused"));
  assert.equal((await server.command("audit", "verify", changed)).code, 1);
  await page.context().close();
});

test("a DPO erases words with a question first; the entry stays, and that is logged", async () => {
  const id = await erase("They wrote from 12 Elm Street.");
  const auditor = await open("auditor", "/audit?event=recording.erased");
  await entry(auditor, "They wrote from 12 Elm Street.").waitFor();
  assert.equal(await auditor.getByRole("button", { name: /^Erase the words/ }).count(), 0);

  const page = await open("dpo", "/audit?site=demo");
  const erased = entry(page, id).filter({ hasText: "Analyst deleted a recording" });
  await erased.getByText("They wrote from 12 Elm Street.").waitFor();
  await erased.getByRole("button", { name: /^Erase the words/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await erased.getByText("They wrote from 12 Elm Street.").waitFor();
  await erased.getByRole("button", { name: /^Erase the words/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Erase for good" }).click();

  await erased.getByText("There were words beside it, which have been erased.").waitFor();
  const number = (await erased.getAttribute("id")).slice("entry-".length);
  assert.equal(await page.getByText("Elm Street").count(), 0);
  await eventually("the entry has the focus", () => page.evaluate((at) => document.activeElement?.id === at, `entry-${number}`));
  await page.goto(`${server.url}/audit`);
  await entry(page, `DPO erased the words beside entry ${number}.`).getByRole("link", { name: `entry ${number}` }).click();
  await page.getByText(`The list begins with entry ${number}.`).waitFor();
  await auditor.context().close();
  await page.context().close();
});

test("whoever may not read the log is told who can give it, and finds no way to it", async () => {
  const page = await open("agent");
  await page.getByRole("heading", { name: "Not open to your account" }).waitFor();
  await page.getByText("needs the role Data protection officer or Auditor for the whole organisation").waitFor();
  assert.equal(await page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: "Audit log" }).count(), 0);
  await page.context().close();
});

test("the palette and the rail lead to the log by keyboard alone", async () => {
  const page = await open("auditor", "/deletions");
  await page.getByRole("navigation", { name: "Screens" }).getByRole("link", { name: "Audit log" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").waitFor();
  await page.keyboard.type("audit");
  await page.keyboard.press("Enter");

  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Audit log");
  await page.context().close();
});

test("j and k go from entry to entry, and on to what fetches older ones", async () => {
  const page = await open("auditor", "/audit?upto=2");
  await entries(page).nth(1).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.id);
  await page.keyboard.press("j");
  assert.equal(await focused(), "entry-2");
  await page.keyboard.press("j");
  assert.equal(await focused(), "entry-1");
  await page.keyboard.press("k");
  assert.equal(await focused(), "entry-2");
  await page.goto(`${server.url}/audit?event=audit.exported`);
  await entries(page).nth(99).waitFor();
  await entries(page).nth(99).focus();
  await page.keyboard.press("j");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Older entries");
  await page.context().close();
});

test("a log that cannot be read says so, and what to do", async () => {
  const page = await open("auditor", "/deletions");
  await page.route("**/api/audit", (route) => route.fulfill({ status: 500, body: "" }));
  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByRole("heading", { name: "The server could not answer" }).waitFor();
  await page.unroute("**/api/audit");
  await page.getByRole("button", { name: "Try again" }).click();
  await entry(page, "Auditor signed in.").waitFor();
  await page.context().close();
});

/** What the screenshots show beside an entry: the demo has few recordings to delete. */
let letter;

const SCREENS = {
  log: { who: "dpo", path: "/audit", ready: (page) => entries(page).first().waitFor() },
  filters: { who: "dpo", path: "/audit?event=recording.erased,role.granted&purpose=ux&upto=9999", ready: (page) => page.locator("[data-filters] button[aria-haspopup]").nth(1).click() },
  beginning: { who: "dpo", path: "/audit?upto=16", ready: (page) => entries(page).first().waitFor() },
  empty: { who: "auditor", path: "/audit?purpose=support&event=session.opened", ready: (page) => page.locator("section h2").waitFor() },
  denied: { who: "agent", path: "/audit", ready: (page) => page.locator("h1").waitFor() },
};

for (const locale of ["en-GB", "fr-FR"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the audit log has no fault in ${locale} ${colorScheme}`, async () => {
      await (letter ??= erase("Asked for by letter."));
      for (const [name, { who, path, ready }] of Object.entries(SCREENS)) {
        for (const width of [320, 1440]) {
          const page = await open(who, path, { locale, colorScheme, width });
          await ready(page);
          assert.deepEqual(await findFaults(page), [], `${name} at ${width}`);
          await page.screenshot({ path: screenshot(`audit-${name}-${locale}-${colorScheme}-${width}`) });
          await page.context().close();
        }
      }
    });
  }
}
