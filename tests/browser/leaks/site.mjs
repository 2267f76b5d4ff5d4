import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { attributesPage } from "./attributes.mjs";
import { fieldsPage } from "./fields.mjs";
import { sheetsPage } from "./sheets.mjs";
import { addressPage, deedsPage, framesPage } from "./sides.mjs";
import { textsPage } from "./texts.mjs";

export const PAGES = [fieldsPage, textsPage, attributesPage, sheetsPage, addressPage, framesPage, deedsPage];

const PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
const RRWEB = join(import.meta.dirname, "../../../sdk-js/node_modules/@rrweb/record/umd/record.min.js");
const TYPES = { css: "text/css", svg: "image/svg+xml", png: "image/svg+xml", html: "text/html", js: "text/javascript" };

/** What a page does to be recorded: by the SDK under a site's policies, or by plain rrweb, which hides nothing. */
export const recordedBy = {
  sdk: (revoir, site, purposes) => {
    const consent = `(window.revoir ||= []).push((revoir) => revoir.consent(${JSON.stringify(purposes)}, { mechanism: "site", textVersion: "1" }));`;
    const loader = `${revoir}/sdk/revoir.js`;
    const head = `<script async src="${loader}" data-site="${site}" referrerpolicy="strict-origin"></script><script>${consent}</script>`;
    return { head, loader, site, consent };
  },
  everything: (revoir) => ({
    head: `<script src="/rrweb.js"></script><script src="/control.js" data-to="${revoir}"></script>`,
    loader: "",
    site: "",
    consent: "",
  }),
};

/** Serves pages that were put up, on an origin of its own, careless about its addresses. */
export async function startPages() {
  const shown = new Map([
    ["/rrweb.js", ["text/javascript", readFileSync(RRWEB)]],
    ["/control.js", ["text/javascript", readFileSync(join(import.meta.dirname, "control.js"))]],
    ["/after.html", ["text/html", "<title>x</title>"]],
  ]);
  const server = createServer((request, answer) => {
    request.resume();
    const path = request.url.split("?")[0];
    const [type, body] = shown.get(path) ?? [TYPES[path.split(".").pop()] ?? "text/plain", path.startsWith("/pixels/") ? PIXEL : ""];
    answer.writeHead(200, { "content-type": `${type}; charset=utf-8`, "referrer-policy": "unsafe-url" });
    answer.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Puts a page up with canaries of its own; answers its path. */
    put(page, canary, recorder, key) {
      const own = (text) => text.replaceAll("%LOADER%", recorder.loader).replaceAll("%SITE%", recorder.site).replaceAll("%CONSENT%", recorder.consent);
      for (const [path, [type, body]] of Object.entries(page.files?.(canary) ?? {})) shown.set(`/${key}${path}`, [type, own(body)]);
      const path = page.path?.(canary) ?? `/${key}/index.html`;
      shown.set(path.split(/[?#]/)[0], ["text/html", page.whole?.(recorder.head) ?? `<!doctype html><head>${recorder.head}</head><body>${page.html(canary)}`]);
      return path;
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
