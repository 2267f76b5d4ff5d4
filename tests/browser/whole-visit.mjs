import { startChoices } from "./choices.mjs";
import { browser, server } from "./running.mjs";
import { pause } from "./support.mjs";

/** What the page itself asks for; the loader is the page's own request. */
const OF_THE_PAGE = /^\/(?:|page-\d+|favicon\.ico|npm\/.+|sdk\/revoir[^/?]*\.js)$/;
const LOADER = /<script[^>]*src="\/sdk\/[^>]*><\/script>/;
/** A cookie of the page itself, which no request of ours under `/v1/` carries. */
export const OWN_COOKIE = "of-the-page";
/** Something to act upon. */
const ROOM = '<p><button id="press">Press</button><input id="typed"></p><div style="height: 3000px"></div>';
/** A request that was begun has arrived. */
const TAIL_MS = 1_500;

/** Runs in each page before anything else: tells what the SDK's own code, by its address, does with the terminal. */
function watchTerminal() {
  const watch = (owner, name, what = name) => {
    const { value } = Object.getOwnPropertyDescriptor(owner, name);
    owner[name] = function (...given) {
      const [, , caller] = new Error().stack.split("\n");
      if (caller.includes("/sdk/")) window.tellTouched(`${what} ${given[0]}`);
      return value.apply(this, given);
    };
  };
  for (const name of ["getItem", "setItem", "removeItem", "key", "clear"]) watch(Storage.prototype, name);
  for (const name of ["open", "databases", "deleteDatabase"]) watch(IDBFactory.prototype, name, `indexedDB.${name}`);
  for (const name of ["open", "match", "has", "keys"]) watch(CacheStorage.prototype, name, `caches.${name}`);
  watch(ServiceWorkerContainer.prototype, "register");
  watch(StorageManager.prototype, "getDirectory");
}

/** The name of everything that lies on the terminal for the origin of this page. */
export function residueOf(tab) {
  return tab.evaluate(async () => ({
    local: Object.keys(localStorage).sort(),
    tab: Object.keys(sessionStorage).sort(),
    cookies: document.cookie.split("; ").map((cookie) => cookie.split("=")[0]).filter(Boolean).sort(),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
    files: await Array.fromAsync((await navigator.storage.getDirectory()).keys()),
  }));
}

/** What a visitor does on a page. */
async function act(tab) {
  await tab.mouse.move(300, 60, { steps: 2 });
  await tab.mouse.click(400, 60);
  await tab.mouse.wheel(0, 20);
  await tab.locator("#typed").focus();
  await tab.keyboard.type("ab");
  await tab.evaluate(() => {
    document.querySelector("#press").click();
    document.body.append("more words");
    history.replaceState(null, "", "#v=1");
    setTimeout(() => { throw new Error("planted"); });
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    delete document.hidden;
  });
}

/** What this tab shows: once it is there, with what the visitor answers on it, it is acted upon. */
async function arrive(tab, going, answer) {
  await going;
  await answer(tab);
  await act(tab);
}

/**
 * A visit in two tabs, first with nothing answered, then with everything refused; `look` is called after each half.
 * `ready` and `refused` wait until a tab is there, and until it knows of the refusal.
 */
async function wander(context, url, { ready, refuse, keepsRefusing, refused }, look) {
  const [first, second] = [await context.newPage(), await context.newPage()];
  await arrive(first, first.goto(url), ready);
  await arrive(first, first.goto(`${url}/page-2`), ready);
  await arrive(second, second.goto(`${url}/page-3`), ready);
  await arrive(first, first.goBack(), ready);
  await arrive(first, first.reload(), ready);
  await pause(TAIL_MS);
  const unanswered = await look([first, second]);

  const again = async (tab) => void (await ready(tab), keepsRefusing && (await refuse(tab)), await refused(tab));
  await refuse(first);
  await arrive(first, undefined, refused);
  await arrive(first, first.goForward(), again);
  await arrive(second, second.reload(), again);
  await arrive(first, first.goto(`${url}/page-4`), again);
  const leaving = await residueOf(first);
  await first.close({ runBeforeUnload: true });
  await pause(TAIL_MS);
  const after = await look([second]);
  return { unanswered, refused: { ...after, residue: [leaving, ...after.residue] } };
}

/** A whole visit to this page, and of its halves all that was asked for, touched and left; `hasLoader: false` is the same without the SDK. */
export async function visit(page, steps, hasLoader = true) {
  const site = await startChoices(server.url);
  const context = await browser.newContext({ locale: "en-GB" });
  try {
    context.setDefaultTimeout(10_000);
    site.page = (hasLoader ? page : page.replace(LOADER, "")).replace("</html>", `${ROOM}</html>`);
    const seen = { elsewhere: [], touched: new Set() };
    context.on("request", (request) => request.url().startsWith(`${site.url}/`) || seen.elsewhere.push(request.url()));
    await context.exposeBinding("tellTouched", (_, what) => void seen.touched.add(what));
    await context.addInitScript(watchTerminal);
    await context.addCookies([{ name: OWN_COOKIE, value: "1", url: site.url }]);
    return await wander(context, site.url, steps, async (tabs) => ({
      residue: await Promise.all(tabs.map(residueOf)),
      cookies: (await context.cookies()).map(({ name }) => name).sort(),
      asked: site.requests.splice(0).filter(({ path }) => !OF_THE_PAGE.test(path)),
      elsewhere: seen.elsewhere.splice(0),
      touched: [...seen.touched].sort(),
    }));
  } finally {
    await context.close();
    site.stop();
  }
}
