import { after, afterEach, before, beforeEach } from "node:test";
import { startPages } from "./leaks/site.mjs";
import { startServer } from "./server.mjs";
import { launchBrowser } from "./support.mjs";
import { startWire } from "./wire.mjs";

// What runs while the tests of a file do; each file has a process, and so these, of its own.
export let server;
export let browser;
/** Pages that a test puts up; by `runPages`. */
export let pages;
/** What stands between the test's browser and the server; by `runTab`. */
export let wire;
export let context;
export let page;

/** For all tests of this file: a server on fresh data, and a browser. */
export function runServer() {
  before(async () => {
    server = await startServer();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    server?.remove();
  });
}

/** A server and a browser, and an origin that shows what a test puts up. */
export function runPages() {
  runServer();
  before(async () => void (pages = await startPages()));
  after(() => pages?.stop());
}

/** A server and a browser, and for each test a fresh tab, and a wire of its own to the server. */
export function runTab() {
  runServer();
  beforeEach(async () => {
    wire = await startWire(server.url);
    context = await browser.newContext({ locale: "en-GB" });
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    wire.stop();
  });
}
