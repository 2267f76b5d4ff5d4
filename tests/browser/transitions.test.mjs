import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { startChoices } from "./choices.mjs";
import { html } from "./platforms.mjs";
import { browser, runServer, server } from "./running.mjs";
import { eventually, pause } from "./support.mjs";

runServer();

let site;
beforeEach(async () => {
  site ??= await startChoices(server.url);
  site.page = html('<script async src="/sdk/revoir.js" data-site="demo"></script>');
});
after(() => site?.stop());

const DAY_MS = 86_400_000;
const NOW_ACCEPTED = { mechanism: "a page", textVersion: "1" };
const OLD = { ...NOW_ACCEPTED, at: new Date(Date.now() - 200 * DAY_MS).toISOString() };
/** A text that the server names no more. */
const FORMER_TEXT = { ...NOW_ACCEPTED, textVersion: "0" };
const ACT = { act: true };

const consent = (ux, proof) => (tab) => tab.evaluate(([choice, given]) => window.revoir.consent({ ux: choice }, given), [ux, proof]);
const arrive = async (going, tab) => void (await going, await tab.waitForFunction(() => typeof window.revoir?.status === "function"));

/** What happens, from outside; `signal` is a yes without an act of the visitor where the browser signals a no. */
const EVENTS = {
  given: consent(true, NOW_ACCEPTED),
  refused: consent(false),
  withdrawn: (tab) => tab.evaluate(() => window.revoir.withdraw(["ux"])),
  old: consent(true, OLD),
  changed: consent(true, FORMER_TEXT),
  "given by an act": consent(true, { ...NOW_ACCEPTED, ...ACT }),
  "old, by an act": consent(true, { ...OLD, ...ACT }),
  "changed, by an act": consent(true, { ...FORMER_TEXT, ...ACT }),
  signal: consent(true, NOW_ACCEPTED),
  "a reload": (tab) => arrive(tab.reload(), tab),
  "another page": (tab) => arrive(tab.goto(`${site.url}/page-${Math.random().toString().slice(2)}`), tab),
};

/**
 * The table, walked: what happens, where consent stands after it, and whether a recording was asked for. By hand, from
 * docs/sdk.md. That a text is no longer accepted is found out once there is consent: a yes to it is consent and its end.
 */
const WALK = `
  refused | refused | -
  refused | refused | -
  old | refused | -
  changed | changed | -
  refused | refused | -
  given | granted | grant
  given | granted | -
  withdrawn | withdrawn | -
  refused | withdrawn | -
  old | withdrawn | -
  withdrawn | withdrawn | -
  given | granted | grant
  refused | withdrawn | -
  changed | changed | -
  old | changed | -
  changed | changed | -
  withdrawn | withdrawn | -
  a reload | no-consent | -
  old | expired | -
  old | expired | -
  given | granted | grant
  old | expired | -
  changed | changed | -
  given | granted | grant
  changed | changed | -
  another page | no-consent | -
  old | expired | -
  refused | refused | -
  withdrawn | withdrawn | -
  a reload | no-consent | -
  old | expired | -
  withdrawn | withdrawn | -
  another page | no-consent | -
  withdrawn | withdrawn | -
  another page | no-consent | -
  changed | changed | -
  another page | no-consent | -
  given | granted | grant
  a reload | no-consent | -
  given | granted | -
  another page | no-consent | -
  given | granted | -
  another page | no-consent | -
  refused | refused | -`;

/** The same in a browser that signals Global Privacy Control. */
const SIGNALLED = `
  given | globalPrivacyControl | -
  signal | globalPrivacyControl | -
  refused | globalPrivacyControl | -
  given by an act | granted | grant
  signal | granted | -
  old, by an act | expired | -
  signal | globalPrivacyControl | -
  given by an act | granted | grant
  changed, by an act | changed | -
  signal | globalPrivacyControl | -
  old | globalPrivacyControl | -
  given by an act | granted | grant
  withdrawn | withdrawn | -
  signal | withdrawn | -
  given by an act | granted | grant
  a reload | globalPrivacyControl | -
  signal | globalPrivacyControl | -
  given by an act | granted | -
  refused | withdrawn | -
  another page | globalPrivacyControl | -
  withdrawn | withdrawn | -`;

const read = (walk) => walk.trim().split("\n").map((line) => line.trim().split(" | "));
const grants = () => site.requests.filter(({ path }) => path === "/v1/grants").length;

/** Where consent to `ux` stands: while it is granted, the reason tells only what its recording does. */
async function standing(tab) {
  const { state, reason } = await tab.evaluate(() => window.revoir.status().find(({ purpose }) => purpose === "ux"));
  return state === "sending" ? "granted" : `${reason}${state === "off" ? "" : `, ${state}`}`;
}

async function open(t, context) {
  const tab = await context.newPage();
  t.after(() => tab.close());
  await arrive(tab.goto(site.url), tab);
  return tab;
}

async function openContext(t, script) {
  const context = await browser.newContext();
  t.after(() => context.close());
  context.setDefaultTimeout(10_000);
  if (script) await context.addInitScript(script);
  return context;
}

/** Takes each step, and says how it went, to be compared with how it should. */
async function walk(tab, steps) {
  const went = [];
  for (const [event] of steps) {
    const asked = grants();
    await EVENTS[event](tab);
    went.push([event, await standing(tab), ["-", "grant"][grants() - asked] ?? "grants"]);
  }
  return went;
}

test("consent goes as the table says, over reloads and pages", async (t) => {
  const tab = await open(t, await openContext(t));
  assert.equal(await standing(tab), "no-consent");
  const steps = read(WALK);

  assert.deepEqual(await walk(tab, steps), steps);
});

test("consent goes as the table says in a browser that signals Global Privacy Control", async (t) => {
  const signal = () => Object.defineProperty(navigator, "globalPrivacyControl", { value: true });
  const tab = await open(t, await openContext(t, signal));
  assert.equal(await standing(tab), "globalPrivacyControl");
  const steps = read(SIGNALLED);

  assert.deepEqual(await walk(tab, steps), steps);
});

test("what one tab withdraws ends where it was granted, gives nothing, and changes nothing elsewhere", async (t) => {
  const context = await openContext(t);
  const tabs = [];
  for (const event of ["given", "given", "refused", "old", "changed", undefined]) {
    const tab = await open(t, context);
    tabs.push(tab);
    if (event) await EVENTS[event](tab);
  }
  const stand = async (...expected) => {
    let found;
    const look = async () => JSON.stringify((found = await Promise.all(tabs.map(standing)))) === JSON.stringify(expected);
    await eventually("the others have heard", look, 3_000).catch(() => assert.deepEqual(found, expected));
  };
  const others = ["refused", "expired", "changed"];
  await stand("granted", "granted", ...others, "no-consent");
  const asked = grants();

  await EVENTS.withdrawn(tabs[0]);
  await stand("withdrawn", "withdrawn", ...others, "no-consent");
  await EVENTS.given(tabs[0]);
  await pause(500);
  await stand("granted", "withdrawn", ...others, "no-consent");
  assert.equal(grants(), asked + 1);

  await EVENTS.withdrawn(tabs[5]);
  await stand("withdrawn", "withdrawn", ...others, "withdrawn");
  await arrive(tabs[1].reload(), tabs[1]);
  await stand("withdrawn", "no-consent", ...others, "withdrawn");
  assert.equal(grants(), asked + 1);
});
