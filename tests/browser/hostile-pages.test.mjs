import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { recordedBy } from "./leaks/site.mjs";
import { browser, pages, runPages, server } from "./running.mjs";
import { waitForState } from "./shop.mjs";
import { eventually, pause } from "./support.mjs";
import { batches, startWire } from "./wire.mjs";

/** Longer than the SDK takes to notice, tell and send what happened. */
const SETTLED_MS = 2_000;
const PAGE_MS = 60_000;

runPages();

/** Pages that are too much of something: what makes them so, once recording has begun, and what the page must find after. */
const TOO_MUCH = {
  "with a million attributes": () => {
    const box = document.createElement("div");
    for (let at = 0; at < 1_000_000; at += 1) {
      if (at % 1000 === 0) box.append(document.createElement("i"));
      box.lastChild.setAttribute(`data-a${at}`, "value");
    }
    document.body.append(box);
    return box.lastChild.attributes.length === 1000;
  },
  "nested 30,000 deep": () => {
    // Chromium cannot lay out so many, and takes a minute by itself to make three times as many.
    let deepest = document.body.appendChild(document.createElement("div"));
    deepest.style.display = "none";
    for (let at = 0; at < 30_000; at += 1) deepest = deepest.appendChild(document.createElement("div"));
    deepest.textContent = "deep";
    return deepest.isConnected;
  },
  "with a text of 50 MB": () => {
    document.body.append(Object.assign(document.createElement("pre"), { hidden: true }));
    document.body.lastChild.textContent = "some words ".repeat(5_000_000);
    return document.body.lastChild.textContent.length === 55_000_000;
  },
  "with half characters": () => {
    const broken = ["\ud800", "\udc00x", "x\ud83d", "\u0000\uffff\ufffe", "\u202e\u2028"];
    for (const text of broken) {
      const made = document.body.appendChild(document.createElement("p"));
      made.append(text);
      made.title = text;
      made.className = text;
      made.style.setProperty("--a", text);
      document.head.append(Object.assign(document.createElement("style"), { textContent: `.a${text} { content: "${text}" }` }));
    }
    return document.querySelectorAll("p").length >= broken.length;
  },
  "with a hundred thousand rules": () => {
    const style = document.createElement("style");
    style.textContent = Array.from({ length: 100_000 }, (_, at) => `.a${at} > b${at % 9} { color: red; width: ${at}px }`).join("\n");
    document.head.append(style);
    return style.sheet.cssRules.length === 100_000;
  },
  "that changes all the time": async () => {
    const box = document.body.appendChild(document.createElement("div"));
    let changes = 0;
    for (const end = Date.now() + 3_000; Date.now() < end; ) {
      for (let at = 0; at < 500; at += 1) {
        box.append(Object.assign(document.createElement("p"), { textContent: `text ${at}`, className: `c${at}` }));
        changes += 1;
      }
      box.replaceChildren();
      await new Promise((resolve) => setTimeout(resolve));
    }
    return changes > 500;
  },
};

const refuse = "throw new Error('refused by the page')";
const own = (name, kind) => `Object.defineProperty(${name}.prototype, "${kind}", { configurable: true, get() { ${refuse} }, set() { ${refuse} } });`;
/** Pages that change the language under the recorder, before it comes. */
const CHANGED = {
  "whose elements refuse their attributes": own("Element", "attributes"),
  "whose texts cannot be read": own("Node", "textContent"),
  "whose attributes cannot be asked for": `Element.prototype.getAttribute = () => { ${refuse} };`,
  "whose children cannot be listed": own("Node", "childNodes"),
  "whose names are tampered with": own("Element", "localName"),
  "whose objects have setters": `for (const name of ["id", "type", "data", "node", "attributes", "class"]) Object.defineProperty(Object.prototype, name, { configurable: true, set() { ${refuse} } });`,
  "whose objects have keys of their own": "Object.prototype.own = 'own'; Array.prototype.own = 'own';",
  "whose arrays cannot be mapped": `Array.prototype.map = Array.prototype.filter = () => { ${refuse} };`,
  "whose JSON fails": `JSON.stringify = () => { ${refuse} };`,
  "whose arrays cannot be iterated": `Array.prototype[Symbol.iterator] = () => { ${refuse} };`,
  "whose strings serialise themselves": "String.prototype.toJSON = Number.prototype.toJSON = Object.prototype.toJSON = () => 'mine';",
  "whose maps fail": `Map.prototype.get = WeakMap.prototype.get = () => { ${refuse} };`,
};

/**
 * In the page, before anything of it is changed: does some work of its own, and says on the console how it ended and
 * what the recorder says of itself. Playwright's own scripts would stumble over what these pages change.
 */
function watchItself() {
  const { log } = console;
  const say = log.bind(console);
  const later = setTimeout.bind(window);
  const create = document.createElement.bind(document);
  const append = Node.prototype.appendChild;
  const observer = new MutationObserver(() => {});
  const connected = Object.getOwnPropertyDescriptor(Node.prototype, "isConnected").get;
  observer.observe(document, { childList: true, subtree: true });
  addEventListener("error", ({ message }) => say(`error: ${message}`));
  addEventListener("unhandledrejection", ({ reason }) => say(`error: ${reason}`));
  const work = () => {
    let sum = 0;
    for (let at = 0; at < 100; at += 1) sum += at;
    const made = create("section");
    append.call(document.body, made);
    return sum === 4950 && connected.call(made);
  };
  const tell = () => {
    const { state, reason, sent } = window.revoir.status()[1];
    say(`works: ${work()}; ${state}; ${reason}; ${sent}`);
  };
  later(tell, 3_000);
  later(() => window.revoir.flush(), 5_000);
  later(tell, 7_000);
}

/** Shows a page with a script before all others; `act` makes of it what it will be. */
async function open(name, script, act) {
  const wire = await startWire(server.url);
  const { head } = recordedBy.sdk(wire.url, "demo", { ux: true });
  const whole = (text) => `<!doctype html><head><script>${script}</script>${text}</head><body><p>x</p></body>`;
  const path = pages.put({ whole }, () => "", { head }, name.replaceAll(" ", "-"));
  const page = await browser.newPage();
  page.setDefaultTimeout(PAGE_MS);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  try {
    const found = await act(page, pages.url + path, wire);
    return { ...found, errors, sent: batches(wire).filter((batch) => batch.status === 202).length };
  } finally {
    await page.close();
    wire.stop();
  }
}

/** A page that does too much once it is recorded. */
function overdo(name, deed) {
  return open(name, "", async (page, url, wire) => {
    await page.goto(url);
    await waitForState(page, "ux", "sending");
    const done = await page.evaluate(deed);
    await pause(SETTLED_MS);
    await page.evaluate(() => window.revoir.flush());
    const before = batches(wire).length;
    await page.evaluate(() => document.body.append(document.createElement("hr")));
    await pause(SETTLED_MS);
    await page.evaluate(() => window.revoir.flush());
    const told = batches(wire).slice(before).some(({ plain }) => plain.includes('"hr"'));
    return { done, told, status: await page.evaluate(() => window.revoir.status()[1]) };
  });
}

/** A page that has changed the language before the recorder comes. */
function tamper(name, script) {
  return open(name, `(${watchItself})(); ${script}`, async (page, url) => {
    const said = [];
    page.on("console", (message) => said.push(message.text()));
    await page.goto(url, { waitUntil: "commit" });
    await eventually("the page has told twice", () => said.filter((line) => line.startsWith("works")).length === 2, 20_000);
    const [works, state, reason] = said.findLast((line) => line.startsWith("works")).split("; ");
    return { said: said.filter((line) => line.startsWith("error")), works, status: { state, reason } };
  });
}

/** A recorder says what it does: it records, and batches arrive; or it says why not. */
function saysWhy({ status, sent }) {
  if (status.state === "sending") assert.ok(sent > 0, `nothing was stored: ${JSON.stringify(status)}`);
  else assert.match(`${status.state}: ${status.reason}`, /^(stopped|off): (?!undefined|no-consent|loading|opening)/);
}

describe("on a page", () => {
  for (const [kind, deed] of Object.entries(TOO_MUCH)) {
    test(`${kind}, the page's script ends well, and status says what became of the recording`, async (context) => {
      const found = await overdo(kind, deed);

      context.diagnostic(`${kind}: ${JSON.stringify(found.status)}`);
      assert.deepEqual([found.done, found.errors], [true, []]);
      assert.equal(found.told, found.status.state === "sending", "what changes later is told, or status says why not");
      saysWhy(found);
    });
  }
});

describe("on a page", { concurrency: 4 }, () => {
  for (const [kind, script] of Object.entries(CHANGED)) {
    test(`${kind}, nothing of the SDK reaches the page, and status says what became of the recording`, async (context) => {
      const found = await tamper(kind, script);

      context.diagnostic(`${kind}: ${JSON.stringify(found.status)}`);
      assert.deepEqual([found.works, found.errors, found.said], ["works: true", [], []]);
      saysWhy(found);
    });
  }
});
