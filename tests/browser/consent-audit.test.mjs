import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { freshDirectory, startServer } from "./server.mjs";

const BUTTONS = ["--accept", "#accept", "--refuse", "#refuse", "--withdraw", "#withdraw", "--settle", "2"];
const SHOP = ["--accept", "#accept-all", "--refuse", "#refuse-all", "--withdraw", "#privacy-choices", "--withdraw", "#refuse-all", "--settle", "4"];

let server;
let pages;
let out;
/** What the page's own script does; the buttons are always there. */
let script = "";
/** What its snippet says beside the site. */
let snippet = "";

before(async () => {
  server = await startServer();
  out = freshDirectory();
  pages = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(`<!doctype html><title>A site</title><h1>A site</h1>
      <button id="accept">Accept</button> <button id="refuse">Refuse</button> <button id="withdraw">Withdraw</button>
      <div id="platform"></div>
      <script>${script}</script>
      <script async src="${server.url}/sdk/revoir.js" data-site="demo" ${snippet}></script>`);
  });
  await new Promise((ready) => pages.listen(0, "127.0.0.1", ready));
});

after(() => {
  pages?.close();
  server?.remove();
  if (out) rmSync(out, { recursive: true, force: true });
});

const site = () => `http://127.0.0.1:${pages.address().port}/`;

async function audit(name, ...words) {
  const dir = join(out, name);
  const done = await server.command("consent-audit", ...words, "--out", dir, "--json");
  const report = existsSync(join(dir, "report.json")) ? JSON.parse(readFileSync(join(dir, "report.json"), "utf8")) : undefined;
  return { ...done, dir, report };
}

const found = ({ report }) => report.findings.map(({ step, what }) => `${step}: ${what}`);

const WELL = `
  const agreed = { support: true, ux: true, errors: true };
  const proof = { mechanism: "a site", textVersion: "1" };
  const say = (queued) => (window.revoir ||= []).push(queued);
  addEventListener("click", ({ target }) => {
    if (target.id === "accept") say((revoir) => revoir.consent(agreed, proof));
    if (target.id === "withdraw") say((revoir) => revoir.withdraw());
  });`;

test("a site that asks first, and stops, passes, and what was seen is signed", async () => {
  const done = await audit("well", `${server.url}/demo/`, ...SHOP);
  assert.equal(done.code, 0, done.stderr);
  assert.deepEqual(found(done), []);
  const [untouched, refused, granted, withdrawn] = done.report.steps;
  assert.ok(granted.requests.some(({ purpose }) => purpose === "ux"));
  assert.ok(granted.requests.some(({ url, status }) => url.endsWith("/v1/batches") && status === 202));
  for (const step of [untouched, refused]) assert.ok(!step.requests.some(({ url }) => url.includes("/v1/")));
  assert.ok(!withdrawn.requests.some(({ url }) => url.endsWith("/v1/batches")));
  assert.equal((await server.command("evidence", "verify", done.dir)).code, 0);
  writeFileSync(join(done.dir, "granted.png"), "another picture");
  const changed = await server.command("evidence", "verify", done.dir);
  assert.equal(changed.code, 1);
  assert.match(changed.stderr, /granted\.png: is not what was written/);
});

test("a site that records before it asks is found out", async () => {
  script = `${WELL} say((revoir) => revoir.consent(agreed, proof));`;
  const done = await audit("early", site(), ...BUTTONS);
  assert.equal(done.code, 1);
  const said = found(done);
  assert.ok(said.includes("untouched: a request without consent") && said.includes("refused: a request without consent"), said.join());
  assert.ok(said.includes("untouched: storage without consent"), said.join());
});

test("a withdrawal that reaches nobody is found out", async () => {
  script = WELL.replace("revoir.withdraw()", "0");
  const done = await audit("deaf", site(), ...BUTTONS);
  assert.equal(done.code, 1);
  const said = found(done);
  assert.ok(said.includes("withdrawn: something is sent after the withdrawal"), said.join());
  assert.ok(said.includes("withdrawn: the server is not told of the withdrawal"), said.join());
  assert.ok(said.includes("withdrawn: storage after the withdrawal"), said.join());
});

test("a choice that does not reach the SDK, and one to old texts, are found out", async () => {
  script = WELL.replace("revoir.consent(agreed, proof)", "0");
  assert.deepEqual(found(await audit("unheard", site(), ...BUTTONS)), ["granted: agreeing starts nothing: the choice does not reach the SDK"]);
  script = WELL.replace('textVersion: "1"', 'textVersion: "0"');
  assert.deepEqual(found(await audit("old", site(), ...BUTTONS)), Array(3).fill("granted: the consent does not count"));
});

test("a known platform is found where it shows its buttons, in a shadow tree too", async () => {
  script = `${WELL} addEventListener("DOMContentLoaded", () => {
    const root = document.getElementById("platform").attachShadow({ mode: "closed" });
    for (const [id, act] of [["didomi-notice-agree-button", "accept"], ["didomi-notice-disagree-button", "refuse"]]) {
      const button = document.createElement("button");
      button.id = id;
      button.textContent = act;
      button.onclick = () => document.getElementById(act).click();
      root.append(button);
    }
  });`;
  const done = await audit("known", site(), "--settle", "2");
  assert.equal(done.code, 0, done.stderr);
  assert.equal(done.report.mechanism, "Didomi");
  assert.deepEqual(done.report.steps.at(-1).did, ["withdrew by the SDK"]);
});

test("our own banner is known, and asks for its public files alone", async () => {
  script = "";
  snippet = "data-banner";
  const done = await audit("banner", site(), "--settle", "4");
  snippet = "";
  assert.equal(done.code, 0, `${done.stderr} ${JSON.stringify(done.report?.findings)}`);
  assert.equal(done.report.mechanism, "Revoir's banner");
  assert.ok(done.report.steps[0].requests.some(({ url }) => url.includes("/sdk/banner-")));
  assert.ok(done.report.steps[2].requests.some(({ purpose }) => purpose === "ux"));
});

test("what cannot be audited is said in one line, and leaves nothing", async () => {
  script = "";
  const blank = site();
  for (const [code, said, ...words] of [
    [2, /must be an address/, "shop"],
    [3, /net::ERR_/, "http://127.0.0.1:9/", ...BUTTONS],
    [3, /#nowhere: is not on the page/, blank, "--accept", "#nowhere", "--refuse", "#nowhere", "--settle", "1"],
    [2, /is no selector/, blank, "--accept", "]", "--refuse", "]", "--settle", "1"],
    [2, /no known consent platform/, blank, "--settle", "1"],
    [3, /no site|not found/i, blank, ...BUTTONS, "--site", "nobodys"],
    [3, /no script on this page has data-site/, `${server.url}/healthz`, ...BUTTONS],
  ]) {
    const done = await audit("none", ...words);
    assert.equal(done.code, code, `${words.join(" ")}: ${done.stderr}`);
    assert.match(done.stderr, said);
    assert.equal(done.report, undefined);
  }
});
