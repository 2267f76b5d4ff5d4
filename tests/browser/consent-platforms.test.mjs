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

const SERVICES = ["support", "ux", "errors"].map((purpose) => `revoir-${purpose}`);

/** Each platform: its page, and how a visitor agrees to `ux` alone, and refuses it afterwards; `isReal` ones remember it, and some can `takeBack` the answer. */
const PLATFORMS = {
  "tarteaucitron, from npm": {
    isReal: true,
    page: html(
      loader("tarteaucitron"),
      `<script src="/npm/tarteaucitronjs/tarteaucitron.js"></script>
       <script>tarteaucitron.init({ adblocker: false, orientation: "bottom", groupServices: false, removeCredit: true });
         addEventListener("tac.root_available", () => { for (const key of ${JSON.stringify(SERVICES)}) {
           tarteaucitron.services[key] = { key, type: "analytic", name: key, uri: "/", needConsent: true, cookies: [], js() {}, fallback() {} };
           (tarteaucitron.job = tarteaucitron.job || []).push(key); } });</script>`,
    ),
    async agree() {
      await press("#tarteaucitronCloseAlert");
      // Each button is an answer of its own, and heard at once.
      for (const button of ["#revoir-supportDenied", "#revoir-errorsDenied", "#revoir-uxAllowed", "#tarteaucitronSaveButton"]) await press(button);
      await page.locator("#tarteaucitron").waitFor({ state: "hidden" });
    },
    async refuse() {
      await page.evaluate(() => window.tarteaucitron.userInterface.openPanel());
      await press("#revoir-uxDenied");
    },
  },
  "Klaro, from npm, with all services on by default": {
    isReal: true,
    page: html(
      loader("klaro"),
      `<script>klaroConfig = { default: true, purposes: ["seeing"],
         services: ${JSON.stringify(SERVICES)}.map((name) => ({ name, title: name, purposes: ["seeing"] })),
         translations: { en: { purposes: { seeing: { title: "Seeing" } } } } }</script>
       <script src="/npm/klaro/dist/klaro.js"></script>`,
    ),
    async agree() {
      await press(".klaro .cm-link");
      await press(".klaro .cm-caret a");
      for (const name of ["support", "errors"]) await press(`label[for=service-item-revoir-${name}]`);
      await press(".klaro .cm-btn-accept");
    },
    async refuse() {
      await page.evaluate(() => window.klaro.show(undefined, true));
      await press(".klaro .cm-caret a");
      await press("label[for=service-item-revoir-ux]");
      await press(".klaro .cm-btn-accept");
    },
    takeBack: () => page.evaluate(() => window.klaro.getManager().resetConsents()),
  },
  "Orejime, from npm, with all purposes on by default": {
    isReal: true,
    page: html(
      loader("orejime"),
      `<link rel="stylesheet" href="/npm/orejime/dist/orejime-standard.css">
       <script>orejimeConfig = { privacyPolicyUrl: "/", purposes: ["support", "ux", "errors"].map((id) => ({ id, title: id, default: true, cookies: [] })) }</script>
       <script src="/npm/orejime/dist/orejime-standard-en.js"></script>`,
    ),
    async agree() {
      await press(".orejime-Banner-learnMoreButton");
      for (const name of ["support", "errors"]) await press(`label[for=orejime-purpose-${name}]`);
      await press(".orejime-Modal-saveButton");
    },
    async refuse() {
      await page.evaluate(() => window.orejime.prompt());
      await press(".orejime-PurposeToggles-disableAll");
      await press(".orejime-Modal-saveButton");
    },
    takeBack: () => page.evaluate(() => window.orejime.manager.clearConsents()),
  },
  "vanilla-cookieconsent, from npm": {
    isReal: true,
    page: html(
      loader("cookieconsent"),
      `<script src="/npm/vanilla-cookieconsent/dist/cookieconsent.umd.js"></script>
       <script>CookieConsent.run({ hideFromBots: false, categories: { necessary: { readOnly: true }, support: {}, ux: {}, errors: {} },
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

async function press(selector) {
  await page.locator(selector).first().click();
}

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

    if (platform.takeBack) test("an answer that the platform takes back is none: everything stops, and its defaults open nothing", async () => {
      site.page = platform.page;
      await page.goto(site.url);
      await platform.agree();
      await waitForState(page, "ux", "sending");
      await platform.takeBack();
      await waitForState(page, "ux", "off");

      await eventually("the withdrawal is told", () => site.asked().includes("POST /v1/withdrawals"));
      await pause(1_000);
      assert.deepEqual(await traces(), []);
      const grants = site.requests.filter(({ path }) => path === "/v1/grants").map(({ body }) => JSON.parse(body).purpose);
      assert.deepEqual(grants, ["ux"]);
      assert.deepEqual(site.proofs().map(({ act, purposes }) => [act, purposes]), [
        ["given", { support: false, ux: true, errors: false }],
        ["withdrawn", { support: false, ux: false, errors: false }],
      ]);
    });

    // A fixture remembers nothing.
    if (!platform.isReal) return;
    test("what was agreed to and refused there holds on the next page", async () => {
      site.page = platform.page;
      await page.goto(site.url);
      await pause(1_000);
      await platform.agree();
      await waitForState(page, "ux", "sending");
      await page.goto(`${site.url}/page-2`);
      await waitForState(page, "ux", "sending");
      await pause(1_000);
      await platform.refuse();
      await waitForState(page, "ux", "off");
      await eventually("nothing is left", async () => (await traces()).length === 0);

      site.requests.length = 0;
      await page.goto(`${site.url}/page-3`);
      await page.waitForFunction(() => window.revoir.status()[1].reason === "refused");
      await page.mouse.click(5, 5);
      await pause(1_000);
      assert.deepEqual(site.asked(), []);
    });
  });
}
