import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cardNumber, iban } from "./canaries.mjs";
import { runServer } from "./running.mjs";
import { sendNow } from "./shop.mjs";
import { openSite } from "./site.mjs";
import { pause } from "./support.mjs";
import { batches } from "./wire.mjs";

const FIELDS = `
  <input id="plain" name="f1"> <input id="other" name="f2"> <input id="secret" type="password" name="p">
  <div>${[1, 2, 3, 4].map((part) => `<input id="part${part}" name="q${part}" maxlength="4">`).join("")}</div>
  <div id="composer" contenteditable="true" aria-label="Message"></div>
  <div id="editor" contenteditable="true"></div>`;
/** Longer than rrweb holds back what was typed. */
const RECORDED_MS = 700;

runServer();

/** Opens a page with fields of every kind, whose policy says this of WebAssembly; answers what was told of them. */
async function openFields(t, scripts) {
  const { page, wire } = await openSite(t, { body: FIELDS, scripts });
  return {
    page,
    type: async (name, text) => {
      await page.locator(`#${name}`).click();
      await page.keyboard.type(text);
      await page.locator("h1").click();
      await pause(RECORDED_MS);
    },
    events: async () => {
      await sendNow(page, "ux");
      return batches(wire).flatMap(({ plain }) => JSON.parse(plain));
    },
    files: () => wire.requests.map(({ path }) => path).filter((path) => path.startsWith("/sdk/detect-")),
  };
}

const inputs = (events) => events.filter(({ type, data }) => type === 3 && data.source === 5);
const kinds = (files) => files.map((file) => file.split(".").at(-1));

for (const [policy, more, wanted] of [
  ["allows WebAssembly", "'wasm-unsafe-eval'", ["wasm"]],
  ["forbids WebAssembly", "", ["js"]],
]) {
  describe(`on a page that ${policy}`, () => {
    test("a plain field is told to have changed, and one that held a card's number or an IBAN is not", async (t) => {
      const fields = await openFields(t, more);

      await fields.type("plain", "hello");
      const before = inputs(await fields.events());
      await fields.type("other", `my card: ${cardNumber()}`);
      await fields.type("plain", iban());
      await fields.type("plain", " and more");
      const after = inputs(await fields.events());

      assert.deepEqual(kinds(fields.files()), wanted);
      assert.deepEqual(before.map(({ data }) => data.text), ["********"]);
      assert.equal(after.length, before.length);
    });
  });
}

describe("on any page", () => {
  test("a card's number in four fields is one", async (t) => {
    const fields = await openFields(t, "'wasm-unsafe-eval'");
    const parts = cardNumber().split(" ");

    for (const [at, part] of parts.entries()) await fields.type(`part${at + 1}`, part);
    const told = inputs(await fields.events());
    await fields.type("part4", "9");
    await fields.type("part1", "9");
    const later = inputs(await fields.events());

    // The first three could not be known for parts of a card when they were left.
    assert.ok(told.length <= 3);
    assert.equal(later.length, told.length);
  });

  test("a password that is copied into another field makes that field one", async (t) => {
    const fields = await openFields(t, "'wasm-unsafe-eval'");

    await fields.type("secret", "correct horse battery");
    await fields.type("plain", "correct horse battery");
    const told = inputs(await fields.events());

    assert.deepEqual(told, []);
  });

  test("of a message composer nothing is told, and of an editor neither pace nor length", async (t) => {
    const fields = await openFields(t, "'wasm-unsafe-eval'");
    const before = (await fields.events()).length;

    await fields.type("composer", "a long message to a doctor");
    await fields.type("editor", "a long text that nobody reads");
    const events = (await fields.events()).slice(before);

    const texts = events.flatMap(({ data }) => data.texts ?? []).map(({ value }) => value);
    const added = events.flatMap(({ data }) => data.adds ?? []).filter(({ node }) => node.type === 3);
    assert.ok(texts.length + added.length <= 2, `${texts.length} texts and ${added.length} nodes were told`);
    assert.ok([...texts, ...added.map(({ node }) => node.textContent)].every((text) => text === "********" || text === ""));
  });
});
