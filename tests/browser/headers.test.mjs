import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import evaluator from "csp_evaluator";
import csp from "csp_evaluator/dist/csp.js";
import findings from "csp_evaluator/dist/finding.js";
import parser from "csp_evaluator/dist/parser.js";
import { startServer } from "./server.mjs";
import { signInForCookie } from "./support.mjs";

const { Severity, Type } = findings;

/** One of every kind of answer: `[what, path, how it is asked, status]`. */
const PAGES = [
  ["the console", "/", {}, 200],
  ["the console's sign-in", "/sign-in", {}, 200],
  ["the console at a deep address", "/sites/demo/ux", {}, 200],
  ["the player", "/player/", {}, 200],
  ["the demo shop", "/demo/", {}, 200],
  ["a page of the demo shop", "/demo/product/rose", {}, 200],
];
const FILES = [
  ["the player's script", "/player/replay.js", {}, 200],
  ["the SDK", "/sdk/revoir.js", {}, 200],
];
const ERRORS = [
  ["no page", "/nowhere", {}, 404],
  ["no file of the console", "/assets/nothing.js", {}, 404],
  ["no file of the SDK", "/sdk/nothing.js", {}, 404],
  ["no endpoint", "/api/nothing", {}, 404],
  ["a method that is not there", "/", { method: "DELETE" }, 405],
  ["a redirect", "/demo", {}, 308],
  ["too large a body", "/api/session", { method: "POST", headers: { "content-type": "application/json" }, body: "x".repeat(2e5) }, 413],
];
const DATA = [
  ["who is signed in", "/api/session", { signedIn: true }, 200],
  ["the recordings", "/api/sites/demo/recordings?purpose=ux", { signedIn: true }, 200],
  ["nobody signed in", "/api/session", {}, 401],
  ["a refusal", "/api/sites/demo/recordings?purpose=support", { signedIn: true }, 403],
  ["a visitor's policy", "/v1/sites/demo/policy", {}, 200],
  ["the server's health", "/healthz", {}, 200],
  ["the server's readiness", "/readyz", {}, 200],
];
const ALL = [...PAGES, ...FILES, ...ERRORS, ...DATA];

let server;
let cookie;

before(async () => {
  server = await startServer();
  cookie = await signInForCookie(server.url, "analyst@demo.test");
});

after(() => server?.remove());

async function ask([, path, { signedIn, ...request }]) {
  const headers = { ...request.headers, ...(signedIn && { cookie }) };
  const answer = await fetch(server.url + path, { redirect: "manual", ...request, headers });
  await answer.arrayBuffer();
  return answer;
}

function judge(policy) {
  const { csp: parsed } = new parser.CspParser(policy);
  return new evaluator.CspEvaluator(parsed, csp.Version.CSP3).evaluate();
}

const say = ({ directive, value, description }) => `${directive} ${value ?? ""}: ${description}`;

describe("every answer", () => {
  for (const kind of ALL) {
    test(`${kind[0]} (${kind[1]}) carries what keeps it apart`, async () => {
      const answer = await ask(kind);

      const header = (name) => answer.headers.get(name);
      assert.equal(answer.status, kind[3]);
      assert.equal(header("x-content-type-options"), "nosniff");
      assert.equal(header("referrer-policy"), "no-referrer");
      assert.equal(header("cross-origin-opener-policy"), "same-origin");
      assert.match(header("cross-origin-resource-policy"), FILES.includes(kind) ? /^cross-origin$/ : /^same-origin$/);
      assert.match(header("content-security-policy"), kind[1] === "/player/" ? /frame-ancestors 'self'/ : /frame-ancestors 'none'/);
      assert.equal(header("server"), null);
      assert.equal(header("x-powered-by"), null);
    });

    test(`${kind[0]} (${kind[1]}) has a policy in which csp_evaluator finds nothing that matters`, async (t) => {
      const policy = (await ask(kind)).headers.get("content-security-policy");

      const found = judge(policy);

      for (const one of found.filter(({ severity }) => severity < Severity.INFO)) t.diagnostic(say(one));
      assert.deepEqual(found.filter(({ severity }) => severity <= Severity.MEDIUM).map(say), []);
    });
  }

  test("is judged by an evaluator that does find fault", () => {
    const found = judge("script-src 'unsafe-inline' *; object-src *");

    assert.ok(found.some(({ severity, type }) => severity === Severity.HIGH && type === Type.SCRIPT_UNSAFE_INLINE));
  });
});

describe("an answer with data", () => {
  for (const kind of DATA.filter(([, path]) => path.startsWith("/api/"))) {
    test(`${kind[0]} (${kind[1]}, ${kind[3]}) is stored by no browser and no proxy`, async () => {
      const answer = await ask(kind);

      assert.equal(answer.headers.get("cache-control"), "no-store");
    });
  }
});
