import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { canary } from "./canaries.mjs";
import { browser, runServer, server } from "./running.mjs";
import { runSql } from "./server.mjs";
import { accept, beActive, sendNow, waitForState } from "./shop.mjs";
import { eventually, openApi, pause } from "./support.mjs";
import { batches, bytesOf, sdkRequests, startWire } from "./wire.mjs";

runServer();

/** What fails on a page, each with something in it that nobody may learn. */
const FAILURES = {
  javascript_error: (page, secret) => page.evaluate((text) => void setTimeout(() => { throw new Error(text); }), secret),
  unhandled_rejection: (page, secret) => page.evaluate((text) => void Promise.reject(new Error(text)), secret),
  failed_request: async (page, secret) => {
    await page.route("**/orders/**", (route) => route.fulfill({ status: 500, body: secret }));
    await page.evaluate((text) => fetch(`/orders/${text}?token=${text}`).then(() => {}), secret);
  },
};

/** Runs a command that has to go well; answers what it says. */
async function command(...words) {
  const { code, stdout, stderr } = await server.command(...words);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** Puts the first policy of `ux` in force that keeps what has one of these markers. */
async function keepFor(...markers) {
  const { policies } = JSON.parse(await command("policy", "show", "demo"));
  const { policy } = policies.find((published) => published.policy.purpose === "ux");
  policy.collection = { L3: { keep: markers.map((marker) => ({ marker })), delete_within_minutes: 15 } };
  const file = join(server.data, "policy.json");
  writeFileSync(file, JSON.stringify(policy));
  await command("policy", "draft", "demo", "ux", "--write", file, "--revision", "0");
  await command("policy", "publish", "demo", "ux", "--revision", "1", "--why", "a try");
}

/** A visit that is recorded for `ux`; all of it ends with the test. */
async function visit(t) {
  const wire = await startWire(server.url);
  const context = await browser.newContext({ locale: "en-GB" });
  t.after(async () => {
    await context.close();
    wire.stop();
  });
  const page = await context.newPage();
  await page.goto(`${wire.url}/demo/`);
  await accept(page, "ux");
  await waitForState(page, "ux", "sending");
  await beActive(page);
  return { wire, page };
}

const signsIn = (wire) =>
  batches(wire)
    .flatMap(({ plain }) => JSON.parse(plain))
    .filter(({ data }) => data.tag === "revoir.sign")
    .map(({ data }) => data);
const sign = (kind) => ({ tag: "revoir.sign", payload: { kind } });
const fetchOf = (page) => page.evaluate(() => fetch.toString());
const NATIVE = "function fetch() { [native code] }";
const asksForRequestsFile = (wire) => sdkRequests(wire).some(({ path }) => /\/requests-[0-9a-f]{12}\.js$/.test(path));

test("where no policy asks which requests fail, none is watched, and what fails otherwise is told by its kind alone", async (t) => {
  const { wire, page } = await visit(t);
  const secrets = [];

  for (const fail of Object.values(FAILURES)) {
    secrets.push(canary("secret"));
    await fail(page, secrets.at(-1));
  }
  await pause(500);
  await sendNow(page, "ux");
  await eventually("both are told", () => signsIn(wire).length >= 2);

  assert.deepEqual(signsIn(wire), [sign("javascript_error"), sign("unhandled_rejection")]);
  assert.equal(await fetchOf(page), NATIVE);
  assert.ok(!asksForRequestsFile(wire));
  const sent = Buffer.concat(wire.requests.map(bytesOf));
  for (const secret of secrets) assert.ok(!sent.includes(secret), "nothing of what failed is on the wire");
});

test("under L3 a page with an error, a rejection or a request that failed is kept with its marker, and one without is not", async (t) => {
  await keepFor(...Object.keys(FAILURES));
  const api = await openApi(server.url, "analyst@demo.test");
  const before = await api.recordingIds("ux");
  const secrets = [];

  for (const [kind, fail] of Object.entries(FAILURES)) {
    const { wire, page } = await visit(t);
    await eventually("requests are watched", async () => (await fetchOf(page)) !== NATIVE);
    secrets.push(canary("secret"));
    await fail(page, secrets.at(-1));
    await pause(500);
    await sendNow(page, "ux");
    await eventually("it is told", () => signsIn(wire).length > 0);
    assert.deepEqual(signsIn(wire), [sign(kind)]);
    const sent = Buffer.concat(wire.requests.map(bytesOf));
    for (const secret of secrets) assert.ok(!sent.includes(secret), "nothing of what failed is on the wire");
  }
  const { page } = await visit(t);
  await page.evaluate(() => fetch("/demo/").then(() => {}));
  await sendNow(page, "ux");
  runSql(server.data, "update revoir.recordings set closes_at = now() where state = 'open'");
  const kept = async () => (await api.recordingIds("ux")).filter((id) => !before.includes(id));
  await eventually("three are kept", async () => (await kept()).length === 3, 120_000);
  await eventually("the other is discarded", async () => /revoir_settled_total\{verdict="discarded"\} [1-9]/.test(await (await fetch(`${server.url}/metrics`)).text()), 60_000);

  const timelines = await Promise.all((await kept()).map((id) => api.text(`/recordings/${id}/timeline`)));
  const kinds = timelines.flatMap((text) => JSON.parse(text).markers.map(({ kind }) => kind).filter((kind) => kind in FAILURES));
  assert.deepEqual(kinds.sort(), Object.keys(FAILURES).sort());
  assert.equal((await kept()).length, 3);
});
