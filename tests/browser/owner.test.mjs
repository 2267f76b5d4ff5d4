import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { enter, invite, openBrowser, screensOf, startPage } from "./console.mjs";
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
  await enter(page, server.url, "admin@demo.test");
});

afterEach(async () => {
  await page.context().close();
});

after(async () => {
  await browser?.close();
  server?.remove();
});

/** Adds a site by the dialog, and waits for its own screen. */
async function addSite(name, origin) {
  await page.goto(`${server.url}/sites`);
  await page.getByRole("button", { name: "Add a site" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a site" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Origins").fill(origin);
  await dialog.getByRole("button", { name: "Add the site" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

test("an owner begins with members and sites, and reaches no recording", async () => {
  assert.deepEqual(await screensOf(page), ["Members", "Sites", "Purposes", "Register", "Texts"]);

  await page.goto(`${server.url}/sites/demo/ux`);
  await page.getByRole("heading", { name: "Not open to your account" }).waitFor();
});

test("a new site is seen as soon as a page with its snippet has loaded", async () => {
  const placeholder = await startPage("");
  await addSite("Garden shop", placeholder.url);
  placeholder.stop();
  await page.getByText("Waiting for your site…").waitFor();
  const snippet = await page.getByText("<script async").innerText();
  const site = await startPage(snippet);
  await page.getByLabel("Origins", { exact: true }).fill(site.url);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();

  const visitor = await openBrowser(browser);
  await visitor.goto(site.url);

  await page.getByText("We have seen your site").waitFor({ timeout: 15_000 });
  await page.getByText(`${site.url}, `).waitFor();
  await visitor.context().close();
  site.stop();
});

test("an origin that asks without being allowed is named, and allowed with one press", async () => {
  await addSite("Blog", "https://blog.example");
  const site = await startPage(await page.getByText("<script async").innerText());
  const visitor = await openBrowser(browser);
  await visitor.goto(site.url);

  await page.getByText(`A page of ${site.url} asked`).waitFor({ timeout: 15_000 });
  await page.getByRole("button", { name: `Allow ${site.url}` }).click();
  await page.getByText(`A page of ${site.url} asked`).waitFor({ state: "detached" });

  assert.equal(await page.getByLabel("Origins", { exact: true }).inputValue(), `https://blog.example\n${site.url}`);
  await visitor.context().close();
  site.stop();
});

test("what is no origin is named where it stands, with what may have been meant", async () => {
  await page.goto(`${server.url}/sites`);
  await page.getByRole("button", { name: "Add a site" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a site" });
  await dialog.getByLabel("Name").fill("Été & Cie");
  await dialog.getByLabel("Origins").fill("www.shop.example/cart");
  await dialog.getByRole("button", { name: "Add the site" }).click();

  await dialog.getByText("does not begin with https://").waitFor();
  await dialog.getByRole("button", { name: "Write https://www.shop.example instead" }).click();

  assert.equal(await dialog.getByLabel("Origins").inputValue(), "https://www.shop.example");
  assert.equal(await dialog.getByLabel("Key").inputValue(), "ete-cie");
});

test("roles that exclude each other are given only with a reason", async () => {
  await page.goto(`${server.url}/members`);
  const roles = [{ role: "agent" }, { role: "developer", exception: "The only one on call at night" }];
  await invite(page, { name: "Ash", email: "ash@shop.example", roles });
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("row", { name: /ash@shop.example/ }).getByRole("link").click();

  await page.getByText("The only one on call at night").waitFor();
  await page.getByText(/Developer · Errors · All sites · until/).first().waitFor();
});

test("the last owner can neither leave nor lay the role down", async () => {
  await page.goto(`${server.url}/members`);
  await page.getByRole("row", { name: /admin@demo.test/ }).getByRole("link").click();

  await page.getByRole("button", { name: /^Take away: Owner/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take away" }).click();
  await page.getByText("This is the last owner.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Remove from the organisation" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();

  await page.getByText("This is the last owner.").waitFor();
});

test("the palette leads anywhere by keyboard alone", async () => {
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.type("settings demo");
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { level: 1, name: "Demo shop" }).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await page.waitForFunction(() => document.activeElement?.tagName === "H1");
  assert.equal(await focused(), "Demo shop");
});
