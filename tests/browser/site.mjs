import { createServer } from "node:http";
import { browser, server as revoir } from "./running.mjs";
import { waitForState } from "./shop.mjs";
import { startWire } from "./wire.mjs";

/**
 * A publisher's site on an origin of its own, strict about scripts and careless about its addresses. `body` is more of
 * its page, `scripts` more of its policy for scripts, `snippet` more attributes of the snippet.
 */
export async function startSite(revoir, { body = "", scripts = "", snippet = "" } = {}) {
  const policy = `default-src 'none'; script-src 'self' ${revoir} ${scripts}; connect-src ${revoir}; style-src 'unsafe-inline'`;
  const page = `<!doctype html>
    <title>A site</title>
    <script async src="${revoir}/sdk/revoir.js" data-site="demo" referrerpolicy="strict-origin" ${snippet}></script>
    <script src="/consent.js"></script>
    <h1>A site</h1> <button>Press</button>${body}`;
  const script = `(window.revoir ||= []).push((revoir) => revoir.consent({ ux: true }, { mechanism: "site", textVersion: "1" }));`;
  const server = createServer(({ url }, answer) => {
    const [type, body] = url === "/consent.js" ? ["text/javascript", script] : ["text/html", page];
    answer.writeHead(200, { "content-type": type, "content-security-policy": policy, "referrer-policy": "unsafe-url" });
    answer.end(body);
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

/** Opens such a site in a window of its own and waits until it is recorded; all of it ends with the test. */
export async function openSite(t, given, window = {}) {
  const wire = await startWire(revoir.url);
  t.after(() => wire.stop());
  const site = await startSite(wire.url, given);
  t.after(() => site.stop());
  const context = await browser.newContext(window);
  t.after(() => context.close());
  const page = await context.newPage();
  await page.goto(site.url);
  await waitForState(page, "ux", "sending");
  return { page, wire };
}
