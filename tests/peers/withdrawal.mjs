/**
 * Has a visitor withdraw in the middle of a visit, with full buffers, and counts what still leaves the page in the
 * minute after: `node withdrawal.mjs`, or with `REVOIR_BIN` for another server than `target/debug/revoir`.
 */
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gunzipSync, inflateSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { startServer } from "../browser/server.mjs";
import { answerOf, PRODUCTS } from "./products.mjs";

const BEFORE_MS = Number(process.env.BEFORE_MS ?? 20_000);
const AFTER_MS = Number(process.env.AFTER_MS ?? 60_000);
/** The words that appear on the page before the withdrawal, and those after it. */
const WORDS = { before: "spoken-before", after: "spoken-after" };

const PAGE = (scripts) => `<!doctype html><html lang="en"><title>A page</title><h1>A page</h1><p id="said"></p><input id="typed">${scripts}`;

/** What a request holds, whatever it is packed in. */
function unpack(body) {
  for (const open of [gunzipSync, inflateSync]) {
    try {
      return open(body).toString("latin1");
    } catch {
      // Packed otherwise, or in part.
    }
  }
  const text = body.toString("latin1");
  const packed = [...text.matchAll(/\x1f\x8b|\x78[\x01\x5e\x9c\xda]/g)].map(({ index }) => {
    const rest = body.subarray(index);
    try {
      return (rest[0] === 0x1f ? gunzipSync : inflateSync)(rest).toString("latin1");
    } catch {
      return "";
    }
  });
  return [text, ...packed].join("\n");
}

/** Serves one page, and takes whatever it sends. */
async function serve(page, script) {
  const received = [];
  const server = createServer(async (request, answer) => {
    const at = Date.now();
    const body = Buffer.concat(await request.toArray());
    const path = request.url.split("?")[0];
    if (request.method === "POST") received.push({ at, path, bytes: body.length, text: unpack(body) });
    answer.setHeader("access-control-allow-origin", request.headers.origin ?? "*");
    answer.setHeader("access-control-allow-headers", "*");
    answer.setHeader("access-control-allow-credentials", "true");
    if (path === "/") return answer.setHeader("content-type", "text/html").end(page);
    if (path === "/page.js") return answer.setHeader("content-type", "text/javascript").end(script());
    answer.setHeader("content-type", "application/json").end(JSON.stringify(answerOf(path)));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, received, close: () => server.close() };
}

/** What a visitor does: words appear, a field is typed into, the pointer moves. */
async function act(page, word, ms) {
  const end = Date.now() + ms;
  for (let count = 0; Date.now() < end; count += 1) {
    await page.evaluate((text) => (document.getElementById("said").textContent = text), `${word}-${count}`);
    await page.mouse.move(100 + (count % 300), 100 + (count % 200));
    if (count % 20 === 0) await page.locator("#typed").pressSequentially("ab");
    await pause(50);
  }
}

const KEPT = `(async () => [...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...document.cookie.split("; ").filter(Boolean).map((cookie) => cookie.split("=")[0]),
  ...(await indexedDB.databases()).map(({ name }) => name)])()`;

/** One visit with a withdrawal in its middle. */
async function visit(browser, origin, received, say) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.on("request", (request) => {
    const { pathname, origin: to } = new URL(request.url());
    if (request.method() !== "POST" || to === origin) return;
    const body = request.postDataBuffer() ?? Buffer.alloc(0);
    received.push({ at: Date.now(), path: pathname, bytes: body.length, text: unpack(body) });
  });
  await page.goto(`${origin}/`);
  await act(page, WORDS.before, BEFORE_MS);
  const begun = received.filter(isContent).length;
  const at = Date.now();
  await page.evaluate(say);
  await act(page, WORDS.after, AFTER_MS);
  const kept = await page.evaluate(KEPT);
  await context.close();
  await pause(1000);
  return { begun, after: received.filter((request) => request.at >= at), kept };
}

/** Requests with recorded events in them: of what they are made matters, not how they are called. */
const isContent = ({ text, path }) => path === "/v1/batches" || text.includes("spoken-") || /"type":\s*3,|%22type%22%3A3/.test(text);

function tell(name, version, withdrawal, { begun, after, kept }) {
  const content = after.filter(isContent);
  const bytes = content.reduce((sum, request) => sum + request.bytes, 0);
  const has = (word) => (content.some(({ text }) => text.includes(word)) ? "yes" : "no");
  const paths = [...new Set(after.map(({ path }) => path))].join(" ") || "–";
  console.log(`| ${[`${name} ${version}`, `\`${withdrawal}\``, begun, after.length, content.length, bytes, has(WORDS.before), has(WORDS.after), paths, kept.join(" ") || "–"].join(" | ")} |`);
}

const executablePath = process.env.REVOIR_CHROMIUM ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
console.log("| product | told by | requests with content before | requests after | with content | bytes of it | words from before | words from after | to | kept on the terminal |");
console.log("| --- | --- | ---: | ---: | ---: | ---: | --- | --- | --- | --- |");

for (const product of PRODUCTS) {
  let script = "";
  const served = await serve(PAGE('<script src="/page.js"></script>'), () => script);
  const contents = product.script.replaceAll("{origin}", served.origin);
  const built = await build({ stdin: { contents, resolveDir: import.meta.dirname }, bundle: true, write: false, format: "iife", logLevel: "error" });
  script = built.outputFiles[0].text;
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "node_modules", product.package, "package.json"), "utf8"));
  tell(product.name, version, product.withdrawal, await visit(browser, served.origin, served.received, "void window.withdraw()"));
  served.close();
}

const revoir = await startServer();
const consent = '(window.revoir ||= []).push((revoir) => revoir.consent({ support: true, ux: true, errors: true }, { mechanism: "a page", textVersion: "1" }))';
const snippet = `<script>${consent}</script><script async src="${revoir.url}/sdk/revoir.js" data-site="demo"></script>`;
const served = await serve(PAGE(snippet), () => "");
tell("Revoir", "", "revoir.withdraw()", await visit(browser, served.origin, served.received, "void revoir.withdraw()"));
served.close();
revoir.remove();
await browser.close();
