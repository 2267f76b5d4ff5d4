import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { readRecording, RECORDINGS } from "./corpus.mjs";
import { rebuildPage } from "./fidelity/rebuilt.mjs";
import { describe as tell, openStage } from "./fidelity/stage.mjs";
import { recordedBy, startPages } from "./leaks/site.mjs";
import { startServer } from "./server.mjs";
import { accept, fillAddress, fillSettings } from "./shop.mjs";
import { launchBrowser } from "./support.mjs";

/** The shop's pages, and what a visitor does there. */
const SHOP = {
  home: ["/demo/"],
  search: ["/demo/search?q=pot"],
  product: ["/demo/product/rose", (page) => page.locator("#add-to-basket").click()],
  "sign-in": ["/demo/sign-in"],
  settings: ["/demo/account/settings", fillSettings],
  address: ["/demo/address", fillAddress],
  payment: ["/demo/payment"],
};
const SHARE = 0.92;

let server;
let browser;
let pages;
let stage;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  pages = await startPages();
  stage = await openStage(server, browser);
});

after(async () => {
  await browser?.close();
  pages?.stop();
  server?.remove();
});

function check(context, name, found) {
  context.diagnostic(tell(name, found));
  assert.deepEqual([...found.missing, ...found.added], []);
  assert.ok(found.share >= SHARE, `${(100 * found.share).toFixed(1)} %`);
}

describe("page and replay agree", () => {
  for (const [name, [path, act]] of Object.entries(SHOP)) {
    test(`of the shop: ${name}`, async (context) => {
      const found = await stage.compare(`shop-${name}`, server.url + path, async (page) => {
        await accept(page, "ux");
        await act?.(page);
      });

      check(context, name, found);
    });
  }

  test("of a page whose look stands in an adopted sheet", async (context) => {
    const recorder = recordedBy.sdk(server.url, "demo", { ux: true });
    const adopt = "const sheet = new CSSStyleSheet(); sheet.replaceSync('.wide { width: 600px; height: 300px; margin-left: 200px }'); document.adoptedStyleSheets = [sheet];";
    const body = `<body><div class="wide"><p>A text</p></div><script>${adopt}</script></body>`;
    const path = pages.put({ whole: (head) => `<!doctype html><head>${head}</head>${body}` }, () => "", recorder, "adopted");

    const found = await stage.compare("adopted", pages.url + path);

    check(context, "adopted", found);
  });

  for (const name of RECORDINGS) {
    test(`of a real application: ${name}`, async (context) => {
      const html = await rebuildPage(browser, readRecording(name));
      const recorder = recordedBy.sdk(server.url, "demo", { ux: true });
      const path = pages.put({ whole: (head) => `<!doctype html>${html.replace("</body>", `${head}</body>`)}` }, () => "", recorder, name);

      const found = await stage.compare(name, pages.url + path);

      check(context, name, found);
    });
  }
});
