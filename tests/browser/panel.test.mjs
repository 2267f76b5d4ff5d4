import assert from "node:assert/strict";
import { test } from "node:test";
import { findFaults } from "./axe.mjs";
import { runServer } from "./running.mjs";
import { sendNow } from "./shop.mjs";
import { openSite } from "./site.mjs";
import { eventually, screenshot } from "./support.mjs";
import { batches } from "./wire.mjs";

const BODY = `
  <style>.card { color: teal; } .card::before { content: "Marie"; } [data-user] { margin: 0; }</style>
  <p class="card unstyled" data-user="Marie">Marie Dupont</p>
  <p data-user="Marie" style="padding: 1px 2px 3px 4px; margin: 1px 2px 3px 4px">Marie</p>
  <svg><path d="M0 0h7v7z"></path></svg>
  <form><label>Name <input name="name" placeholder="Your name"></label></form>`;
/** As many characters of a string are remembered. */
const LONGEST = 2_000;

runServer();

async function openPage(t, more = {}, snippet = "data-debug") {
  const { page, wire } = await openSite(t, { body: BODY, snippet }, { viewport: { width: 1000, height: 700 }, ...more });
  return { page, wire, panel: page.locator("revoir-panel") };
}

/** Every string in a value, wherever it is, the names of changed properties among them. */
function strings(value, name) {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  const names = name === "style" ? Object.keys(value) : [];
  return [...names, ...Object.entries(value).flatMap(([name, inner]) => strings(inner, name))];
}

test("status() and the panel list every string that left, with its rule", async (t) => {
  const { page, wire, panel } = await openPage(t);
  await panel.getByRole("heading").waitFor();
  await page.locator("input[name=name]").fill("Marie");
  await page.locator("h1").click();
  await page.evaluate(() => document.querySelector("p[style]").style.setProperty("color", "teal", "important"));
  await sendNow(page, "ux");

  const left = await page.evaluate(() => window.revoir.status()[1].left);
  const listed = new Set(left.map(({ text }) => text));
  const sent = batches(wire).flatMap(({ plain }) => JSON.parse(plain));
  const missing = sent.flatMap(({ data }) => strings(data, "data")).filter((text) => text !== "" && !listed.has(shorten(text)));
  await eventually("the panel shows them", async () => (await panel.getByRole("row").count()) > 10);

  assert.deepEqual([...new Set(missing)], []);
  assert.ok(left.every(({ rule, times }) => rule !== "" && times > 0));
  assert.ok(!JSON.stringify(left).includes("Marie"));
});

function shorten(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

test("the panel is no part of the recording", async (t) => {
  const { page, wire, panel } = await openPage(t);
  await panel.getByRole("heading").waitFor();
  await panel.getByRole("searchbox").fill("mask");
  await sendNow(page, "ux");
  const sent = JSON.stringify(batches(wire).flatMap(({ plain }) => JSON.parse(plain)));

  assert.doesNotMatch(sent, /revoir-panel|searchbox|sticky/);
});

test("the panel filters, closes and opens by keyboard, and has nothing that axe finds", async (t) => {
  const { page, panel } = await openPage(t);
  await panel.getByRole("heading", { name: "What leaves this page" }).waitFor();
  await eventually("rows", async () => (await panel.getByRole("row").count()) > 3);

  assert.deepEqual(await findFaults(page, "revoir-panel"), []);
  await page.screenshot({ path: screenshot("panel-en") });
  await panel.getByRole("searchbox").fill("no such thing");
  await panel.getByText("Nothing that left fits the filter.").waitFor();
  await page.keyboard.press("Escape");
  await panel.getByRole("button", { name: "Revoir: what leaves" }).waitFor();
  await page.keyboard.press("Enter");
  await panel.getByRole("heading").waitFor();
});

test("the panel speaks French, and fits a narrow screen in the dark", async (t) => {
  const { page, panel } = await openPage(t, { locale: "fr-FR", colorScheme: "dark", viewport: { width: 320, height: 700 } });
  await panel.getByRole("heading", { name: "Ce qui quitte cette page" }).waitFor();

  const { x, width } = await panel.locator("section").boundingBox();
  assert.ok(x >= 0 && x + width <= 320);
  for (const part of [panel.getByRole("searchbox"), panel.getByRole("status")]) {
    const box = await part.boundingBox();
    assert.ok(box.x >= x && box.x + box.width <= x + width, "nothing of the tools is cut off");
  }
  assert.deepEqual(await findFaults(page, "revoir-panel"), []);
  await page.screenshot({ path: screenshot("panel-fr-dark") });
});

test("without data-debug there is neither panel nor list", async (t) => {
  const { page, wire, panel } = await openPage(t, {}, "");
  await sendNow(page, "ux");

  const left = await page.evaluate(() => window.revoir.status()[1].left);

  assert.equal(left, undefined);
  assert.equal(await panel.count(), 0);
  assert.ok(!wire.requests.some(({ path }) => path.startsWith("/sdk/panel-")));
});
