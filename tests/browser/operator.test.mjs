import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { choosePassword, enter, linkShown, openBrowser, screensOf } from "./console.mjs";
import { startServer } from "./server.mjs";
import { launchBrowser } from "./support.mjs";

let server;
let browser;
let page;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});

beforeEach(async () => {
  page = await openBrowser(browser);
  await enter(page, server.url, "operator@demo.test");
});

afterEach(async () => {
  await page.context().close();
});

after(async () => {
  await browser?.close();
  server?.remove();
});

test("the operator begins with the installation, and sees at once what needs doing", async () => {
  await page.getByRole("heading", { level: 1, name: "Installation" }).waitFor();
  assert.deepEqual(await screensOf(page), ["Installation"]);

  await page.getByRole("heading", { level: 2, name: /needs? you$/ }).waitFor();
  await page.getByText("This server cannot send mail").waitFor();
  for (const part of ["Server", "Database", "Keys", "Disk", "Jobs", "Mail"]) {
    await page.getByRole("heading", { level: 3, name: part }).waitFor();
  }
});

test("a new organisation begins with its first owner, who sees it alone", async () => {
  await page.getByRole("button", { name: "Add an organisation" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name of the organisation").fill("Orchard");
  await dialog.getByLabel("Name of the first owner").fill("Jo");
  await dialog.getByLabel("E-mail of the first owner").fill("jo@orchard.example");
  await dialog.getByRole("button", { name: "Add and invite" }).click();
  const link = await linkShown(page);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("row", { name: /Orchard/ }).waitFor();

  const owner = await openBrowser(browser);
  await owner.goto(link);
  await choosePassword(owner);

  await owner.getByRole("heading", { level: 1, name: "Members" }).waitFor();
  assert.equal(await owner.getByRole("row").count(), 2);
  await owner.goto(`${server.url}/sites`);
  await owner.getByRole("heading", { name: "No site yet" }).waitFor();
  await owner.context().close();
});
