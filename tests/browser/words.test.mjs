import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchBrowser } from "./support.mjs";

const VECTORS = join(import.meta.dirname, "../vectors");
const WORDS = JSON.parse(readFileSync(join(VECTORS, "words.json")));
const LISTED = Object.fromEntries(Object.entries(WORDS).map(([kind, words]) => [kind, new Set(words.map((word) => word.toLowerCase()))]));
const ALL = new Set(Object.values(LISTED).flatMap((words) => [...words]));

let browser;
let page;

before(async () => {
  browser = await launchBrowser();
  page = await browser.newPage();
});

after(() => browser?.close());

/** What is asked of the browser, and missing from the list of this kind. */
async function missing(kind, ask, argument) {
  const known = await page.evaluate(ask, argument);
  assert.ok(known.length > 20, `only ${known.length}`);
  return known.filter((word) => !LISTED[kind].has(word.toLowerCase()));
}

test("every property that the browser knows is public", async () => {
  const ask = () => {
    const dashed = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^(webkit|moz|ms)-/, "-$1-");
    const style = getComputedStyle(document.body);
    const names = new Set([...style]);
    for (const name in style) names.add(dashed(name));
    return [...names].filter((name) => CSS.supports(name, "initial"));
  };

  assert.deepEqual(await missing("properties", ask), []);
});

test("every word that the browser computes for an element is public", async () => {
  const ask = (tags) => {
    const words = new Set();
    for (const tag of tags) {
      const made = document.body.appendChild(document.createElement(tag));
      for (const pseudo of [undefined, "::before", "::marker", "::placeholder"]) {
        const style = getComputedStyle(made, pseudo);
        // In quotes stand names and texts, and after two dashes names.
        for (const name of style) for (const word of style.getPropertyValue(name).replace(/"[^"]*"/g, "").match(/(?<![\w-.#])-?[a-z][a-z-]*\w*(?![\w(.-])/gi) ?? []) words.add(word);
      }
      made.remove();
    }
    return [...words];
  };
  const found = await page.evaluate(ask, WORDS.elements);

  assert.ok(found.length > 100, `only ${found.length}`);
  assert.deepEqual(found.filter((word) => !ALL.has(word.toLowerCase())), []);
});

test("every element that the browser makes is public", async () => {
  const ask = () => {
    const names = Object.getOwnPropertyNames(window).flatMap((name) => /^(?:HTML|SVG)(\w+)Element$/.exec(name)?.[1]?.toLowerCase() ?? []);
    // A script is never told as one.
    return names.filter((name) => name !== "script" && !(document.createElement(name) instanceof HTMLUnknownElement));
  };

  assert.deepEqual(await missing("elements", ask), []);
});

/** Asks for words of one kind where a page could invent them too: only what is public may be known. */
const INVENTED = ["marie", "marie-curie", "c1", "zq7-1234", "x-y", "garden", "patient", "secret", "admin", "selected-user"];

test("no word that a page may invent is a property, pseudo-class or element to the browser", async () => {
  const known = await page.evaluate((words) => {
    const isKnown = (word) =>
      CSS.supports(word, "initial") || CSS.supports(`selector(:${word})`) || CSS.supports(`selector(::${word})`) || CSS.supports("display", word);
    return words.filter(isKnown);
  }, INVENTED);

  assert.deepEqual(known, []);
});

test("every pseudo-class and pseudo-element that the browser knows is public", async () => {
  const candidates = [...new Set([...WORDS.pseudos, ...WORDS.words, ...WORDS.values, ...WORDS.functions, ...WORDS.properties, ...WORDS.elements])].map((word) => word.toLowerCase());
  const ask = (words) =>
    words.filter((word) => [`:${word}`, `::${word}`, `:${word}(a)`, `::${word}(a)`, `:${word}(1)`].some((said) => CSS.supports(`selector(${said})`)));

  const known = await page.evaluate(ask, candidates);

  assert.ok(known.length > 50, `only ${known.length}`);
  assert.deepEqual(known.filter((word) => !ALL.has(word)), []);
});
