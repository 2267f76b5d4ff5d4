import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { html, PLATFORMS } from "./platforms.mjs";
import { runServer } from "./running.mjs";
import { OWN_COOKIE, visit } from "./whole-visit.mjs";

runServer();

const snippet = (attributes = "") => html(`<script async src="/sdk/revoir.js" data-site="demo" ${attributes}></script>`);
const isThere = (tab) => tab.waitForFunction(() => typeof window.revoir?.status === "function");

const isRefused = (tab) => tab.waitForFunction(() => window.revoir.status()[1].reason === "refused");

/** Says no to each purpose, as a page does that knows the visitor's answer. */
const sayNo = (tab) => tab.evaluate(() => window.revoir.consent({ support: false, ux: false, errors: false }, { mechanism: "a page", textVersion: "1" }));
/** Presses the button of our own banner. */
const pressRefuse = (tab) => tab.locator("[data-revoir-banner] [role=dialog]").getByRole("button", { name: "Refuse all" }).click();

/** What is looked at ahead of consent: whether a withdrawal waits. */
const LOOKED_AT = ["getItem revoir:pending:demo"];
const CHOICE = "revoir:choice:demo";
/** What our own banner asks for: its script and its texts, the same for everyone. */
const PUBLIC = [/^\/sdk\/banner-[0-9a-f]{12}\.js$/, /^\/v1\/sites\/demo\/texts$/];

/** Each set-up: its page, and how everything is refused; what remembers nothing says so again on each page. */
const SETUPS = {
  "the snippet alone": { page: snippet(), refuse: sayNo, keepsRefusing: true },
  "the snippet with its badge": { page: snippet("data-badge"), refuse: sayNo, keepsRefusing: true },
  "our own banner": { page: snippet("data-banner"), refuse: pressRefuse, hasBanner: true },
  "our own banner and its badge": { page: snippet("data-banner data-badge"), refuse: pressRefuse, hasBanner: true },
  ...Object.fromEntries(
    Object.entries(PLATFORMS).map(([name, { page, isReal, decline, refuse }]) => [name, { page, refuse: decline ?? refuse, keepsRefusing: !isReal, isReal }]),
  ),
};

/** What a visit without the SDK leaves in each tab, where no platform keeps anything. */
const EMPTY = { local: [], tab: [], cookies: [OWN_COOKIE], databases: [], caches: [], workers: [], files: [] };
const HALF = { residue: [EMPTY, EMPTY], cookies: EMPTY.cookies, elsewhere: [] };
const BARE = { unanswered: HALF, refused: HALF };

/** That half a visit left and asked for what the same without the SDK did, and `kept` and `files` at most. */
function assertSilent(half, bare, { reads, kept = [], files = [] }) {
  assert.deepEqual(half.residue, bare.residue.map((residue) => ({ ...residue, local: [...residue.local, ...kept].sort() })));
  assert.deepEqual(half.cookies, bare.cookies);
  assert.deepEqual(half.touched, [...reads, ...kept.map((key) => `setItem ${key}`)]);
  assert.deepEqual(half.elsewhere, bare.elsewhere);
  const others = half.asked.filter(({ path }) => !files.some((file) => file.test(path)));
  assert.deepEqual(others.map(({ method, path }) => `${method} ${path}`), []);
  assert.deepEqual(half.asked.filter(({ method, path, headers, body }) => method !== "GET" || body || (path.startsWith("/v1/") && headers.cookie)), []);
}

describe("a whole visit without consent asks for nothing but the loader, and leaves nothing", { concurrency: 4 }, () => {
  for (const [name, { page, isReal, hasBanner, ...answers }] of Object.entries(SETUPS)) {
    test(name, async () => {
      const bare = isReal ? await visit(page, { ...answers, ready: () => {}, refused: () => {} }, false) : BARE;
      const { unanswered, refused } = await visit(page, { ...answers, ready: isThere, refused: isRefused });

      const allowed = hasBanner ? { reads: [`getItem ${CHOICE}`, ...LOOKED_AT], files: PUBLIC } : { reads: LOOKED_AT };
      assertSilent(unanswered, bare.unanswered, allowed);
      assertSilent(refused, bare.refused, { ...allowed, ...(hasBanner && { kept: [CHOICE] }) });
    });
  }
});
