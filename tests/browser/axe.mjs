import { readFileSync } from "node:fs";
import { join } from "node:path";

const AXE = readFileSync(join(import.meta.dirname, "node_modules/axe-core/axe.min.js"), "utf8");

/** What axe finds wrong in a page, or in a part of it, one line each, and whether the page is wider than its window. */
export async function findFaults(page, part) {
  await page.evaluate(AXE);
  return page.evaluate(async (selector) => {
    // The replayed page is a stranger's: its faults are not ours to mend.
    const { violations } = await window.axe.run(selector ?? document, { iframes: false });
    const faults = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    const tooWide = document.documentElement.scrollWidth > innerWidth;
    return tooWide ? [...faults, `wider than ${innerWidth} px`] : faults;
  }, part);
}
