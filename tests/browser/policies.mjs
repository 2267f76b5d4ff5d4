import { browser, server } from "./running.mjs";
import { signInQuietly } from "./support.mjs";

/** A window of one person, on a page of the console. */
export async function open(who, path, { locale = "en-GB", colorScheme = "light", width = 1280 } = {}) {
  const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 900 } });
  await signInQuietly(context, server.url, `${who}@demo.test`);
  context.setDefaultTimeout(6_000);
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  await page.locator("h1:not(:empty)").waitFor();
  return page;
}

export const saved = (page) => page.getByText("The draft is saved.").waitFor();
export const review = (page) => page.getByRole("button", { name: "Review and publish" }).click();
export const card = (page, name) => page.getByRole("region", { name, exact: true });
export const days = (page) => page.getByLabel("Kept for", { exact: true });
/** Names another version of the texts that visitors agree to. */
export const nameTexts = (page, version) => page.getByLabel(/^(Version of the texts|Version des textes) /).fill(version);
