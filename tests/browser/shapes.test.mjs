import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleWithHole, SECRET_HOLE } from "./leaks/holes.mjs";
import { visitAll } from "./leaks/visit.mjs";
import { browser, pages, runPages, server } from "./running.mjs";
import { pause } from "./support.mjs";
import { batches, startWire } from "./wire.mjs";

const WORDS = ["Jean", "de", "la", "Fontaine", "1621", "m", "illimité", "Château-Thierry", "a", "Champagne"];
const INPUT = 5;
const INTERACTION = 2;
/** Until what was fetched is used. */
const LOADED_MS = 500;
const FOCUS_AND_BLUR = [5, 6];

runPages();

/** Visits one page and answers the events that an SDK, or ours, sent of it. */
async function record(name, html, act = () => {}, sdk = undefined) {
  const wire = await startWire(server.url, sdk);
  const page = { name, html: () => html, act };
  await visitAll(browser, pages, wire, { site: "demo", purposes: { ux: true }, pages: [page] });
  wire.stop();
  return batches(wire).flatMap(({ plain }) => JSON.parse(plain));
}

/** All nodes of the first picture. */
function nodesOf(events) {
  const flatten = (node) => [node, ...(node.childNodes ?? []).flatMap(flatten)];
  return flatten(events.find(({ type }) => type === 2).data.node);
}

/** Of these many characters, in words of other lengths each time. */
function sentence(length, turn) {
  const words = Array.from({ length: 40 }, (_, at) => WORDS[(at * (turn + 1) + turn) % WORDS.length]);
  return `${words.join(" ").slice(0, length - 1).trimEnd()}x`;
}

test("texts of about one length have one mask, whatever their words", async () => {
  const texts = Array.from({ length: 12 }, (_, at) => sentence(60 + (at % 4), at));
  const html = `<body style="font-family: monospace">${texts.map((text) => `<p>${text}</p>`).join("")}`;

  const nodes = nodesOf(await record("sentences", html));

  const masks = nodes.filter(({ tagName }) => tagName === "p").map(({ childNodes }) => childNodes[0].textContent);
  assert.equal(masks.length, texts.length);
  assert.ok(new Set(masks).size <= 2, JSON.stringify([...new Set(masks)]));
});

/** What was told but when, and but what two visits never have alike. */
function timeless(events) {
  return events.filter(({ type, data }) => type !== 4 && data?.source !== 1).map(({ type, data }) => JSON.stringify({ type, data }));
}

for (const [kind, field] of Object.entries({
  "a password": "<input type='password' id='field'>",
  "a password that is shown": "<input type='password' id='field' onfocus='this.type = `text`'>",
  "an ordinary field": "<input id='field'>",
  "a text area": "<textarea id='field'></textarea>",
})) {
  test(`what is typed into ${kind} is told alike, however long it is`, async () => {
    const type = (length) => async (page) => {
      const detectors = page.waitForResponse((answer) => answer.url().includes("/sdk/detect-"));
      await page.locator("#field").focus();
      await (await detectors).finished();
      await pause(LOADED_MS);
      await page.keyboard.type("s".repeat(length));
      await page.locator("#field").blur();
    };
    const html = `<form>${field}</form>`;

    const [short, long] = [await record("short", html, type(8)), await record("long", html, type(40))];

    assert.ok(short.length > 2);
    assert.deepEqual(timeless(short), timeless(long));
  });
}

/** What was told of a password field, while it was typed into and scrolled, but focus and blur. */
async function tellsOfSecret(sdk) {
  const act = async (page) => {
    await page.locator("#field").click();
    await page.keyboard.type("a secret that is longer than the field is wide");
    await page.locator("#other").focus();
  };
  const events = await record("secret", "<input type='password' id='field'><input id='other'>", act, sdk);
  const { id } = nodesOf(events).find(({ attributes }) => attributes?.type === "password");
  const isFocus = ({ source, type }) => source === INTERACTION && FOCUS_AND_BLUR.includes(type);
  return events.map(({ data }) => data).filter((data) => data?.id === id && !isFocus(data));
}

test("of a secret field focus and blur are told, and nothing else", async () => {
  assert.deepEqual(await tellsOfSecret(), []);
});

test("an SDK that knows no secret fields tells more", async () => {
  const told = await tellsOfSecret(await bundleWithHole(SECRET_HOLE));

  assert.ok(told.length > 0);
});

test("of a value it is told that there is one, in eight stars", async () => {
  const html = `<form><input id="a" value="x"><input value="four"><input type="password" value="sixteen letters.">
    <textarea>some lines\nof text</textarea><select><option value="one letter">o</option></select>
    <input type="hidden" value="y"><input type="checkbox" value="yes"><meter value="0.3"></meter><ol><li value="4"></li></ol></form>`;
  const act = async (page) => {
    for (const [at, text] of ["q", "typed", "typed and typed and typed"].entries()) {
      await page.locator("input").nth(at).fill(text);
      await page.locator("input").nth(at).blur();
    }
    await page.evaluate(() => document.querySelector("textarea").setAttribute("value", "late"));
  };

  const events = await record("values", html, act);

  const texts = events.filter(({ data }) => data?.source === INPUT).map(({ data }) => data.text);
  const values = nodesOf(events).flatMap(({ attributes }) => (attributes?.value === undefined ? [] : [attributes.value]));
  const changed = events.flatMap(({ data }) => data?.attributes ?? []).flatMap(({ attributes }) => attributes?.value ?? []);
  assert.ok(texts.length > 0 && values.length > 0);
  assert.deepEqual([...new Set([...texts, ...values, ...changed])].filter((value) => value !== ""), ["********"]);
});
