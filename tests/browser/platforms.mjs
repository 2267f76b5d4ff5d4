export const loader = (name, more = "") => `<script src="/sdk/revoir-${name}.js" data-site="demo" ${more}></script>`;
export const html = (head, body = "") => `<!doctype html><html lang="en"><title>A site</title>${head}<h1>A site</h1>${body}</html>`;

const SERVICES = ["support", "ux", "errors"].map((purpose) => `revoir-${purpose}`);

/**
 * Each platform: its page, and how a visitor agrees to `ux` alone, and refuses it afterwards; `isReal` ones remember it,
 * `decline` what is refused at first, and some can `takeBack` the answer.
 */
export const PLATFORMS = {
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
    async agree(page) {
      await press(page, "#tarteaucitronCloseAlert");
      // Each button is an answer of its own, and heard at once.
      for (const button of ["#revoir-supportDenied", "#revoir-errorsDenied", "#revoir-uxAllowed", "#tarteaucitronSaveButton"]) await press(page, button);
      await page.locator("#tarteaucitron").waitFor({ state: "hidden" });
    },
    decline: (page) => press(page, "#tarteaucitronAllDenied2"),
    async refuse(page) {
      await page.evaluate(() => window.tarteaucitron.userInterface.openPanel());
      await press(page, "#revoir-uxDenied");
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
    async agree(page) {
      await press(page, ".klaro .cm-link");
      await press(page, ".klaro .cm-caret a");
      for (const name of ["support", "errors"]) await press(page, `label[for=service-item-revoir-${name}]`);
      await press(page, ".klaro .cm-btn-accept");
    },
    decline: (page) => press(page, ".klaro .cn-decline"),
    async refuse(page) {
      await page.evaluate(() => window.klaro.show(undefined, true));
      await press(page, ".klaro .cm-caret a");
      await press(page, "label[for=service-item-revoir-ux]");
      await press(page, ".klaro .cm-btn-accept");
    },
    takeBack: (page) => page.evaluate(() => window.klaro.getManager().resetConsents()),
  },
  "Orejime, from npm, with all purposes on by default": {
    isReal: true,
    page: html(
      loader("orejime"),
      `<link rel="stylesheet" href="/npm/orejime/dist/orejime-standard.css">
       <script>orejimeConfig = { privacyPolicyUrl: "/", purposes: ["support", "ux", "errors"].map((id) => ({ id, title: id, default: true, cookies: [] })) }</script>
       <script src="/npm/orejime/dist/orejime-standard-en.js"></script>`,
    ),
    async agree(page) {
      await press(page, ".orejime-Banner-learnMoreButton");
      for (const name of ["support", "errors"]) await press(page, `label[for=orejime-purpose-${name}]`);
      await press(page, ".orejime-Modal-saveButton");
    },
    decline: (page) => press(page, ".orejime-Banner-declineButton"),
    async refuse(page) {
      await page.evaluate(() => window.orejime.prompt());
      await press(page, ".orejime-PurposeToggles-disableAll");
      await press(page, ".orejime-Modal-saveButton");
    },
    takeBack: (page) => page.evaluate(() => window.orejime.manager.clearConsents()),
  },
  "vanilla-cookieconsent, from npm": {
    isReal: true,
    page: html(
      loader("cookieconsent"),
      `<script src="/npm/vanilla-cookieconsent/dist/cookieconsent.umd.js"></script>
       <script>CookieConsent.run({ hideFromBots: false, categories: { necessary: { readOnly: true }, support: {}, ux: {}, errors: {} },
         language: { default: "en", translations: { en: { consentModal: { title: "?" }, preferencesModal: { title: "?", sections: [] } } } } })</script>`,
    ),
    agree: (page) => page.evaluate(() => window.CookieConsent.acceptCategory(["ux"])),
    decline: (page) => page.evaluate(() => window.CookieConsent.acceptCategory([])),
    refuse: (page) => page.evaluate(() => window.CookieConsent.acceptCategory([])),
  },
  "IAB TCF v2.2, on a fixture of its published interface": {
    page: html(
      `<script>{ let heard = []; const data = { eventStatus: "cmpuishown", gdprApplies: true, purpose: { consents: {} } };
         window.__tcfapi = (command, version, callback) => { heard.push(callback); callback(data, true); };
         window.answer = (yes) => { Object.assign(data, { eventStatus: "useractioncomplete", purpose: { consents: { 1: true, 8: yes } } }); heard.forEach((call) => call(data, true)); } }</script>${loader("tcf")}`,
    ),
    agree: (page) => page.evaluate(() => window.answer(true)),
    refuse: (page) => page.evaluate(() => window.answer(false)),
  },
  "Google Consent Mode v2": {
    page: html(
      `<script>window.dataLayer = []; function gtag() { dataLayer.push(arguments); } gtag("consent", "default", { analytics_storage: "granted" })</script>${loader("google")}`,
    ),
    agree: (page) => page.evaluate(() => window.gtag("consent", "update", { analytics_storage: "granted" })),
    refuse: (page) => page.evaluate(() => window.gtag("consent", "update", { analytics_storage: "denied" })),
  },
  "Didomi, on a fixture of its published interface": {
    page: html(
      loader("didomi"),
      `<script>{ const heard = []; const purposes = {}; window.Didomi = { getCurrentUserStatus: () => ({ purposes }), on: (event, act) => heard.push(act) };
         for (const act of window.didomiOnReady ?? []) act(window.Didomi);
         window.answer = (enabled) => { purposes.ux = { enabled }; heard.forEach((act) => act()); } }</script>`,
    ),
    agree: (page) => page.evaluate(() => window.answer(true)),
    refuse: (page) => page.evaluate(() => window.answer(false)),
  },
  "Axeptio, on a fixture of its published interface": {
    page: html(
      loader("axeptio"),
      `<script>{ const heard = []; for (const act of window._axcb ?? []) act({ on: (event, tell) => event === "cookies:complete" && heard.push(tell) });
         window.answer = (yes) => heard.forEach((tell) => tell({ "revoir-ux": yes })); }</script>`,
    ),
    agree: (page) => page.evaluate(() => window.answer(true)),
    refuse: (page) => page.evaluate(() => window.answer(false)),
  },
  "OneTrust, on a fixture of its published interface": {
    page: html(
      `<script>{ let closed = false; window.OnetrustActiveGroups = ",C0001,C0002,"; window.OneTrust = { IsAlertBoxClosed: () => closed };
         window.answer = (yes) => { closed = true; window.OnetrustActiveGroups = yes ? ",C0001,C0002," : ",C0001,"; window.dispatchEvent(new Event("OneTrustGroupsUpdated")); } }</script>${loader("onetrust")}`,
    ),
    agree: (page) => page.evaluate(() => window.answer(true)),
    refuse: (page) => page.evaluate(() => window.answer(false)),
  },
};

async function press(page, selector) {
  await page.locator(selector).first().click();
}
