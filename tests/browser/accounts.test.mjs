import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { CHOSEN, choosePassword, enter, invite, linkShown, openBrowser, screensOf } from "./console.mjs";
import { startServer } from "./server.mjs";
import { launchBrowser } from "./support.mjs";

const OWNER = "admin@demo.test";

let server;
let browser;
let owner;
let guest;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
});

beforeEach(async () => {
  owner = await openBrowser(browser);
  guest = await openBrowser(browser);
});

afterEach(async () => {
  await owner.context().close();
  await guest.context().close();
});

after(async () => {
  await browser?.close();
  server?.remove();
});

/** Invites someone and lets them in with the password that they choose. */
async function letIn(email, roles) {
  await enter(owner, server.url, OWNER);
  await owner.goto(`${server.url}/members`);
  const link = await invite(owner, { name: "Robin", email, roles });
  await guest.goto(link);
  await choosePassword(guest);
  await guest.getByRole("navigation", { name: "Screens" }).waitFor();
  return link;
}

test("whoever is invited chooses a password and sees what was granted, and nothing else", async () => {
  await letIn("robin@shop.example", [{ role: "agent", site: "demo" }]);

  await guest.getByRole("heading", { level: 1, name: /Recordings/ }).waitFor();
  assert.deepEqual(await screensOf(guest), ["Recordings", "Requests"]);
  assert.match(new URL(guest.url()).pathname, /^\/sites\/demo\/support/);

  for (const path of ["/sites/demo/ux", "/members", "/sites", "/installation"]) {
    await guest.goto(`${server.url}${path}`);
    await guest.getByRole("heading", { name: "Not open to your account" }).waitFor();
  }
});

test("a link shows whom it is for, leaves the address at once, and works once", async () => {
  await enter(owner, server.url, OWNER);
  await owner.goto(`${server.url}/members`);
  const link = await invite(owner, { name: "Sasha", email: "sasha@shop.example", roles: [{ role: "analyst" }] });

  await guest.goto(link);
  await guest.getByRole("heading", { name: "Welcome to Revoir" }).waitFor();
  assert.equal(guest.url(), `${server.url}/link`);
  await guest.getByText("sasha@shop.example").waitFor();
  await choosePassword(guest, "short");
  await guest.getByText("at least 12 characters").waitFor();
  await choosePassword(guest);
  await guest.getByRole("heading", { level: 1, name: /Recordings/ }).waitFor();

  await owner.goto(link);
  await owner.getByRole("heading", { name: "This link no longer works" }).waitFor();
});

test("a session that is ended elsewhere is over at once, and one returns to where one was", async () => {
  await letIn("kim@shop.example", [{ role: "analyst", site: "demo" }]);
  await guest.goto(`${server.url}/account`);
  const elsewhere = await openBrowser(browser);
  await enter(elsewhere, server.url, "kim@shop.example", CHOSEN);
  await elsewhere.goto(`${server.url}/account`);

  await elsewhere.getByRole("button", { name: "End all others" }).click();
  await elsewhere.getByText("You are signed in nowhere else.").waitFor();
  await guest.getByLabel("Current password").fill("anything at all");
  await guest.getByLabel("New password").fill("a longer password still");
  await guest.getByRole("button", { name: "Change the password" }).click();

  await guest.getByText("You were signed out").waitFor();
  await guest.getByLabel("E-mail", { exact: true }).fill("kim@shop.example");
  await guest.getByLabel("Password", { exact: true }).fill(CHOSEN);
  await guest.getByRole("button", { name: "Sign in" }).click();
  await guest.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
  await elsewhere.context().close();
});

test("an owner who ends someone's sessions puts them out", async () => {
  await letIn("lou@shop.example", [{ role: "analyst", site: "demo" }]);

  await owner.goto(`${server.url}/members`);
  await owner.getByRole("row", { name: /lou@shop.example/ }).getByRole("link").click();
  await owner.getByRole("button", { name: "End all their sessions" }).click();
  await owner.getByText("All sessions were ended.").waitFor();

  await guest.goto(`${server.url}/account`);
  await guest.getByRole("heading", { name: "Sign in" }).waitFor();
});

test("a password is changed by whoever knows it", async () => {
  await letIn("max@shop.example", [{ role: "analyst", site: "demo" }]);
  await guest.goto(`${server.url}/account`);

  const change = async (current, chosen) => {
    await guest.getByLabel("Current password").fill(current);
    await guest.getByLabel("New password").fill(chosen);
    await guest.getByRole("button", { name: "Change the password" }).click();
  };
  await change("not the password", "harbour lantern violin");
  await guest.getByText("That is not your current password.").waitFor();
  await change(CHOSEN, "harbour lantern violin");
  await guest.getByText("The password is changed.").waitFor();

  await owner.context().clearCookies();
  await enter(owner, server.url, "max@shop.example", "harbour lantern violin");
});

test("whoever forgot a password is told whom to ask, and an owner makes the link", async () => {
  await letIn("noa@shop.example", [{ role: "analyst", site: "demo" }]);
  await guest.context().clearCookies();
  await guest.goto(`${server.url}/sign-in`);
  await guest.getByRole("link", { name: "Forgotten your password?" }).click();
  await guest.getByLabel("E-mail").fill("noa@shop.example");
  await guest.getByRole("button", { name: "Send me a link" }).click();
  await guest.getByRole("heading", { name: "This server cannot send mail" }).waitFor();

  await owner.goto(`${server.url}/members`);
  await owner.getByRole("row", { name: /noa@shop.example/ }).getByRole("link").click();
  await owner.getByRole("button", { name: "Make a link for a new password" }).click();
  await guest.goto(await linkShown(owner));
  await guest.getByRole("heading", { name: "Choose a new password" }).waitFor();
  await choosePassword(guest, "another lantern entirely");

  await guest.getByRole("heading", { level: 1, name: /Recordings/ }).waitFor();
});
