import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "./server.mjs";
import { eventually, launchBrowser, signInQuietly } from "./support.mjs";

const PEOPLE = ["agent@demo.test", "analyst@demo.test", "developer@demo.test", "dpo@demo.test"];
const MOST = 12;

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

/** A page of the console that keeps what its policy refused. */
async function openConsole(email) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  if (email !== undefined) await signInQuietly(context, server.url, email);
  const page = await context.newPage();
  const refused = [];
  await page.exposeBinding("revoirRefused", ({ frame }, what) => frame === page.mainFrame() && refused.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
      window.revoirRefused(`${violatedDirective} ${blockedURI} ${sample}`));
  });
  return { page, refused };
}

/** Visits what the console links to, breadth first; answers how many screens were seen. */
async function walk(page) {
  const seen = new Set();
  const waiting = [`${server.url}/`];
  while (waiting.length > 0 && seen.size < MOST) {
    const address = waiting.shift();
    if (seen.has(address)) continue;
    await page.goto(address);
    await page.getByRole("heading").first().waitFor();
    await page.waitForLoadState("networkidle");
    seen.add(address);
    const links = await page.locator("a[href^='/']:not([download])").evaluateAll((all) => all.map(({ href }) => href.split("#")[0]));
    waiting.push(...links.filter((link) => !seen.has(link)));
  }
  return seen.size;
}

for (const email of PEOPLE) {
  test(`no screen that ${email} can walk to writes markup or script past the policy`, async () => {
    const { page, refused } = await openConsole(email);

    const screens = await walk(page);
    await page.context().close();

    assert.ok(screens > 0);
    assert.deepEqual(refused, []);
  });
}

test("markup that something would write into the console is refused, and noticed", async () => {
  const { page, refused } = await openConsole();
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("heading").first().waitFor();

  const written = await page.evaluate(() => {
    try {
      document.body.innerHTML = "<img src=x>";
      return "written";
    } catch (error) {
      return error.name;
    }
  });

  assert.equal(written, "TypeError");
  await eventually("the browser's notice", () => refused.some((what) => what.startsWith("require-trusted-types-for")));
  await page.context().close();
});
