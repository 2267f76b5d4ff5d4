import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { findFaults } from "./axe.mjs";
import { enter, openBrowser } from "./console.mjs";
import { startServer } from "./server.mjs";
import { launchBrowser, screenshot } from "./support.mjs";

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});

after(async () => {
  await browser?.close();
  server?.remove();
});

/** Tells of a release with a token, and answers the status. */
async function release(token) {
  const answer = await fetch(`${server.url}/api/sites/demo/releases`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ version: "1" }),
  });
  return answer.status;
}

test("an owner makes a token, which is shown once, and revokes it", async (t) => {
  const page = await openBrowser(browser);
  t.after(() => page.context().close());
  await enter(page, server.url, "admin@demo.test");
  await page.route("**/api/sites/demo/tokens", (route) => route.fulfill({ status: 503, body: "" }));

  await page.goto(`${server.url}/sites/demo`);
  const section = page.locator("section", { has: page.getByRole("heading", { name: "Tokens" }) });
  await section.getByRole("alert").waitFor();
  await page.unroute("**/api/sites/demo/tokens");
  await section.getByRole("button", { name: "Try again" }).click();
  await section.getByText("No token yet.").waitFor();
  await section.getByRole("button", { name: "Make a token" }).click();
  await section.getByText("Enter a name.").waitFor();
  await section.getByLabel("What it is for").fill("Help desk");
  await section.getByRole("button", { name: "Make a token" }).click();
  await section.getByText("It is shown this once").waitFor();
  const token = await section.locator("code").innerText();

  assert.equal(await release(token), 204);
  assert.deepEqual(await findFaults(page), []);
  await page.screenshot({ path: screenshot("tokens"), fullPage: true });
  await page.reload();
  await section.getByRole("cell", { name: "Help desk", exact: true }).waitFor();
  assert.ok(!(await page.content()).includes(token));
  const dialog = page.getByRole("dialog", { name: "Revoke the token “Help desk”?" });
  await section.getByRole("button", { name: "Revoke: Help desk" }).click();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  assert.equal(await release(token), 204);
  await section.getByRole("button", { name: "Revoke: Help desk" }).click();
  await dialog.waitFor();
  assert.deepEqual(await findFaults(page), []);
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await section.getByText("No token yet.").waitFor();
  await section.getByRole("status").getByText("The token “Help desk” is revoked.").waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent === "Tokens");
  assert.equal(await release(token), 401);
});

test("whoever tells is named in the log", async (t) => {
  const page = await openBrowser(browser);
  t.after(() => page.context().close());
  await enter(page, server.url, "dpo@demo.test");

  await page.goto(`${server.url}/audit?actor=token`);

  await page.getByText("A program with a token told of a release of Demo shop.").waitFor();
});
