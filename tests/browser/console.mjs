import { createServer } from "node:http";

/** The password that people choose in these tests. */
export const CHOSEN = "lantern violin harbour";

/** A window of its own, in English, for one person. */
export async function openBrowser(browser) {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 } });
  return context.newPage();
}

/** Signs someone in by the form, and waits until they are past it. */
export async function enter(page, url, email, password = "demo") {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Screens" }).waitFor();
}

/** The screens that the rail leads to. */
export async function screensOf(page) {
  return page.getByRole("navigation", { name: "Screens" }).getByRole("listitem").allInnerTexts();
}

/** Invites someone as the owner who is signed in on this page, and answers the link to hand over. */
export async function invite(page, { name, email, roles }) {
  await page.getByRole("button", { name: "Invite someone" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite someone" });
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("E-mail", { exact: true }).fill(email);
  for (const [at, role] of roles.entries()) {
    if (at > 0) await dialog.getByRole("button", { name: "Another role" }).click();
    const group = dialog.getByRole("group", { name: `Role ${at + 1}` });
    await group.getByLabel("Role", { exact: true }).selectOption(role.role);
    if (role.site) await group.getByLabel("Site", { exact: true }).selectOption(role.site);
    if (role.exception) await group.getByLabel("Why this exception is needed").fill(role.exception);
  }
  await dialog.getByRole("button", { name: "Invite", exact: true }).click();
  return linkShown(page);
}

/** The link that a dialog or a section shows to be handed over. */
export async function linkShown(page) {
  return page.getByText(/\/link#/).innerText();
}

/** Chooses a password on the page that a link has opened. */
export async function choosePassword(page, password = CHOSEN) {
  await page.getByLabel("Choose a password").fill(password);
  await page.getByRole("button", { name: /^Begin$|^Save the password/ }).click();
}

/** A web server, each page of which holds a site's snippet and says at once that its visitor agrees. */
export async function startPage(snippet) {
  const consent = `(window.revoir ||= []).push((revoir) => revoir.consent({ ux: true }, { mechanism: "site", textVersion: "1" }));`;
  const server = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/html" });
    answer.end(`<!doctype html><html lang="en"><title>A page</title>${snippet}<script>${consent}</script><h1>A page</h1></html>`);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
