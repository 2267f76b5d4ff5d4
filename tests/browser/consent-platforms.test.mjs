import assert from "node:assert/strict";
import { after, afterEach, beforeEach, describe, test } from "node:test";
import { startChoices } from "./choices.mjs";
import { browser, runServer, server } from "./running.mjs";
import { waitForState } from "./shop.mjs";
import { eventually, pause } from "./support.mjs";

runServer();

let site;
let context;
let page;
after(() => site?.stop());
beforeEach(async () => {
  site ??= await startChoices(server.url);
  site.requests.length = 0;
  context = await browser.newContext({ locale: "en-GB" });
  page = await context.newPage();
});
afterEach(() => context.close());

const loader = (name, more = "") => `<script src="/sdk/revoir-${name}.js" data-site="demo" ${more}></script>`;
const html = (head, body = "") => `<!doctype html><html lang="en"><title>A site</title>${head}<h1>A site</h1>${body}</html>`;

/** Each platform: its page, and how a visitor agrees to `ux` alone, and refuses it afterwards. */
const PLATFORMS = {
  "vanilla-cookieconsent, from npm": {
    page: html(
      loader("cookieconsent"),
      `<script src="/npm/vanilla-cookieconsent/dist/cookieconsent.umd.js"></script>
       <script>CookieConsent.run({ categories: { necessary: { readOnly: true }, support: {}, ux: {}, errors: {} },
         language: { default: "en", translations: { en: { consentModal: { title: "?" }, preferencesModal: { title: "?", sections: [] } } } } })</script>`,
    ),
    agree: () => page.evaluate(() => window.CookieConsent.acceptCategory(["ux"])),
    refuse: () => page.evaluate(() => window.CookieConsent.acceptCategory([])),
  },
  "IAB TCF v2.2, on a fixture of its published interface": {
    page: html(
      `<script>{ let heard = []; const data = { eventStatus: "cmpuishown", gdprApplies: true, purpose: { consents: {} } };
         window.__tcfapi = (command, version, callback) => { heard.push(callback); callback(data, true); };
         window.answer = (yes) => { Object.assign(data, { eventStatus: "useractioncomplete", purpose: { consents: { 1: true, 8: yes } } }); heard.forEach((call) => call(data, true)); } }</script>${loader("tcf")}`,
    ),
    agree: () => page.evaluate(() => window.answer(true)),
    refuse: () => page.evaluate(() => window.answer(false)),
  },
  "Google Consent Mode v2": {
    page: html(
      `<script>window.dataLayer = []; function gtag() { dataLayer.push(arguments); } gtag("consent", "default", { analytics_storage: "granted" })</script>${loader("google")}`,
    ),
    agree: () => page.evaluate(() => window.gtag("consent", "update", { analytics_storage: "granted" })),
    refuse: () => page.evaluate(() => window.gtag("consent", "update", { analytics_storage: "denied" })),
  },
  "Didomi, on a fixture of its published interface": {
    page: html(
      loader("didomi"),
      `<script>{ const heard = []; const purposes = {}; window.Didomi = { getCurrentUserStatus: () => ({ purposes }), on: (event, act) => heard.push(act) };
         for (const act of window.didomiOnReady ?? []) act(window.Didomi);
         window.answer = (enabled) => { purposes.ux = { enabled }; heard.forEach((act) => act()); } }</script>`,
    ),
    agree: () => page.evaluate(() => window.answer(true)),
    refuse: () => page.evaluate(() => window.answer(false)),
  },
  "Axeptio, on a fixture of its published interface": {
    page: html(
      loader("axeptio"),
      `<script>{ const heard = []; for (const act of window._axcb ?? []) act({ on: (event, tell) => event === "cookies:complete" && heard.push(tell) });
         window.answer = (yes) => heard.forEach((tell) => tell({ "revoir-ux": yes })); }</script>`,
    ),
    agree: () => page.evaluate(() => window.answer(true)),
    refuse: () => page.evaluate(() => window.answer(false)),
  },
  "OneTrust, on a fixture of its published interface": {
    page: html(
      `<script>{ let closed = false; window.OnetrustActiveGroups = ",C0001,C0002,"; window.OneTrust = { IsAlertBoxClosed: () => closed };
         window.answer = (yes) => { closed = true; window.OnetrustActiveGroups = yes ? ",C0001,C0002," : ",C0001,"; window.dispatchEvent(new Event("OneTrustGroupsUpdated")); } }</script>${loader("onetrust")}`,
    ),
    agree: () => page.evaluate(() => window.answer(true)),
    refuse: () => page.evaluate(() => window.answer(false)),
  },
};

/** What lies on the terminal under a name of ours. */
function traces() {
  return page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => key.startsWith("revoir")));
}

for (const [name, platform] of Object.entries(PLATFORMS)) {
  describe(name, () => {
    test("without an answer nothing is asked for but the loader, and nothing is stored", async () => {
      site.page = platform.page;
      await page.goto(site.url);
      await page.waitForFunction(() => typeof window.revoir?.status === "function");
      await page.mouse.click(50, 50);
      await pause(1_500);

      assert.deepEqual(site.asked(), []);
      assert.deepEqual(await traces(), []);
    });

    test("consent to one purpose opens that one alone, and a refusal afterwards withdraws it", async () => {
      site.page = platform.page;
      await page.goto(site.url);
      await page.waitForFunction(() => typeof window.revoir?.status === "function");
      await pause(500);

      await platform.agree();
      await waitForState(page, "ux", "sending");
      const grants = site.requests.filter(({ path }) => path === "/v1/grants").map(({ body }) => JSON.parse(body).purpose);
      assert.deepEqual(grants, ["ux"]);
      await platform.refuse();
      await waitForState(page, "ux", "off");

      await eventually("the withdrawal is told", () => site.asked().includes("POST /v1/withdrawals"));
      await eventually("nothing is left", async () => (await traces()).length === 0);
      assert.deepEqual(site.proofs().map(({ act, purposes }) => [act, purposes.ux]), [["given", true], ["withdrawn", false]]);
    });
  });
}
