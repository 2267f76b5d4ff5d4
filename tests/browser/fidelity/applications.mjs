/**
 * Compares two real applications with their replays: DokuWiki and the Python manual, as Debian packages them.
 * Prints a table; pictures and all that was off lie under `target/fidelity`. `cargo xtask soak applications` runs it.
 */
import { recordedBy } from "../leaks/site.mjs";
import { startServer } from "../server.mjs";
import { launchBrowser, pause } from "../support.mjs";
import { missingPackages, startManual, startWiki } from "./front.mjs";
import { describe, keepReport, openStage } from "./stage.mjs";

const SHARE = 0.95;
const TEXT = "====== A garden ======\n\n^ Plant ^ Month ^ Height ^\n| Rose | May | 3 m |\n| Olive | June | 4 m |\n\n" +
  "  * one thing\n  * another thing, which is longer than the first\n\n===== Soil =====\n\nSome **bold** and //slanted// words, [[start|a link]].\n\n" +
  "===== Water =====\n\n<code>\n10 litres a day\n</code>\n\n> A remark.\n";

/** In the wiki: reading, writing, looking for something. */
const WIKI = {
  edit: ["/doku.php?id=draft&do=edit", async (page) => {
    await page.locator("#wiki__text").fill(TEXT);
    await page.locator("#edbtn__preview").click();
    await page.locator(".preview").waitFor();
  }],
  page: ["/doku.php?id=garden&do=edit", async (page) => {
    await page.locator("#wiki__text").fill(TEXT);
    await page.locator("#edbtn__save").click();
    await page.locator("#dw__toc h3").first().waitFor();
    await page.locator("#dw__toc h3").click();
    await pause(500);
  }],
  media: ["/doku.php?id=garden&do=media", (page) => page.locator("#mediamanager__page").waitFor()],
  index: ["/doku.php?id=garden&do=index"],
  recent: ["/doku.php?id=garden&do=recent"],
  search: ["/doku.php?id=garden", async (page) => {
    await page.locator("#qsearch__in").pressSequentially("gard");
    await page.locator("#qsearch__out:visible").waitFor({ timeout: 5_000 }).catch(() => {});
  }],
  revisions: ["/doku.php?id=garden&do=revisions"],
};

/** In the manual: reading, turning over, looking for something. */
const MANUAL = {
  contents: ["/index.html"],
  functions: ["/library/functions.html", async (page) => {
    await page.locator("a.reference.internal:visible", { hasText: "zip()" }).first().click();
    await page.mouse.wheel(0, 400);
  }],
  tutorial: ["/tutorial/introduction.html", (page) => page.locator(".copybutton").first().click({ timeout: 3_000 }).catch(() => {})],
  search: ["/search.html?q=iterator", (page) => page.getByRole("heading", { name: "Search Results" }).waitFor()],
  letters: ["/genindex-B.html"],
  grammar: ["/reference/grammar.html"],
};

const missing = missingPackages();
if (missing) throw new Error(`missing: apt-get install --no-install-recommends ${missing}`);
const server = await startServer();
const browser = await launchBrowser();
const stage = await openStage(server, browser);
const { head } = recordedBy.sdk(server.url, "demo", { ux: true });
const reports = {};
try {
  for (const [application, start, pages] of [["wiki", startWiki, WIKI], ["manual", startManual, MANUAL]]) {
    const front = await start(head);
    for (const [page, [path, act]] of Object.entries(pages)) {
      const name = `${application}-${page}`;
      reports[name] = await stage.compare(name, front.url + path, act);
      console.log(describe(name, reports[name]));
    }
    front.stop();
  }
  keepReport("applications", reports);
} finally {
  await browser.close();
  server.remove();
}
console.log("\n| page | elements | missing | boxes that agree |\n| --- | --- | --- | --- |");
for (const [name, { elements, missing: lost, share, seen }] of Object.entries(reports)) {
  console.log(`| ${name} | ${elements} | ${lost.length} | ${(100 * share).toFixed(1)} % of ${seen} |`);
}
const poor = Object.entries(reports).filter(([, { share, missing: lost, added }]) => share < SHARE || lost.length + added.length > 0);
if (poor.length > 0) throw new Error(`too little agrees in ${poor.map(([name]) => name).join(", ")}`);
