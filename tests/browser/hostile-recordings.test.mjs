import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { listCases } from "./hostile/cases.mjs";
import { startFront } from "./hostile/layers.mjs";
import { startSink } from "./hostile/sink.mjs";
import { clear, exportAddress, playAll } from "./hostile/theatre.mjs";
import { watchContext } from "./hostile/watching.mjs";
import { importFiles } from "./corpus.mjs";
import { freshDirectory, startServer } from "./server.mjs";
import { launchBrowser, signInQuietly } from "./support.mjs";

const AT_ONCE = 20;
const PAGES = 2;
/** What a page of the console and a player ask of our host. Nothing else may be asked of it by a recording either. */
const OURS = /^\/(|assets\/.*|sites\/.*|api\/.*|player\/(relay\.js|replay\.js)?|hostile\/.*)$/;
const READABLE = { name: "readable", value: "by-the-console-alone" };

const directory = freshDirectory();
let server;
let sink;
let browser;
let imported;

before(async () => {
  [server, sink] = await Promise.all([startServer(), startSink()]);
  browser = await launchBrowser([`--host-resolver-rules=MAP *.hostile.test 127.0.0.1:${sink.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`]);
  imported = await importCases();
});

after(async () => {
  await browser?.close();
  sink?.stop();
  server?.remove();
  rmSync(directory, { recursive: true, force: true });
});

/** Puts every hostile recording through the real import; answers their ids by name. */
async function importCases() {
  mkdirSync(directory, { recursive: true });
  const cases = listCases(server.url);
  const files = cases.map(({ name, events }) => {
    const file = join(directory, `${name}.json`);
    writeFileSync(file, JSON.stringify(events), { mode: 0o644 });
    return file;
  });
  const ids = await importFiles(server, files);
  return new Map(cases.map(({ name }, at) => [name, ids[at]]));
}

/**
 * Plays all recordings, as the server hands them out or as they were sent, in the player with these layers on.
 * Answers what they did.
 */
async function playHostile({ copy, policy, sandbox }) {
  const recordings = new Map();
  const front = await startFront(server.url, { policy, sandbox, recordings });
  const cases = listCases(front.url);
  for (const { name, events } of cases) recordings.set(`/hostile/${name}.json`, JSON.stringify(events));
  const shows = cases.map(({ name }) => ({ name, address: copy ? exportAddress(imported.get(name)) : `/hostile/${name}.json` }));
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await signInQuietly(context, front.url, "analyst@demo.test");
  await context.addCookies([{ ...READABLE, url: front.url }]);
  const before = { requests: sink.requests.length, connections: sink.connections() };
  const { seen, watch } = watchContext(context, front.url);

  const played = await playOn(context, watch, front.url, shows, { leaving: copy || sandbox });

  const asked = sink.requests.slice(before.requests);
  const after = await readConsole(context, front.url);
  await context.close();
  front.stop();
  return {
    ...seen,
    ...played,
    cases,
    asked,
    console: after,
    connections: sink.connections() - before.connections,
    strange: front.asked.filter((path) => !OURS.test(path.split("?")[0])),
  };
}

/** Plays in batches, on several pages of the console at once. */
async function playOn(context, watch, url, shows, how) {
  const batches = Array.from({ length: Math.ceil(shows.length / AT_ONCE) }, (_, at) => shows.slice(at * AT_ONCE, (at + 1) * AT_ONCE));
  const ends = new Map();
  const reached = [];
  const led = [];
  const work = async () => {
    const page = await context.newPage();
    watch(page);
    await page.goto(`${url}/`);
    await page.getByRole("heading", { name: "Recordings" }).first().waitFor();
    const address = page.url();
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      const done = await playAll(page, batch, how);
      for (const [at, { name }] of batch.entries()) ends.set(name, done.ends[at]);
      reached.push(...done.reached);
      await clear(page);
    }
    if (page.url() !== address) led.push(page.url());
    await page.getByRole("heading", { name: "Recordings" }).first().waitFor();
  };
  await Promise.all(Array.from({ length: PAGES }, work));
  return { ends, reached, led };
}

/** What the console still has after all that: its session, its cookie, its storage. */
async function readConsole(context, url) {
  const session = await context.request.get(`${url}/api/session`);
  const cookies = await context.cookies(url);
  return { session: session.status(), readable: cookies.find(({ name }) => name === READABLE.name)?.value };
}

function assertHarmless(did) {
  assert.deepEqual([...did.ran], [], "a script ran");
  assert.deepEqual(did.took, [], "a script took something");
  assert.deepEqual(did.dialogs, [], "a dialog opened");
  assert.deepEqual(did.windows, [], "a window opened");
  assert.deepEqual(did.downloads, [], "something was downloaded");
  assert.deepEqual(did.workers, [], "a worker started");
  assert.deepEqual(did.led, [], "the console was led away");
  assertApart(did);
}

function assertSilent(did) {
  assert.deepEqual(did.asked.map(({ line }) => line), [], "another host was asked");
  assert.deepEqual(did.foreign, [], "another host was tried");
  assert.deepEqual(did.strange, [], "our host was asked for what no player needs");
  assert.equal(did.connections, 0, "another host was connected to");
}

/** The document in which rrweb runs is cut off from the console, whatever its layers. */
function assertApart(did) {
  assert.deepEqual(new Set(did.reached.map((what) => JSON.stringify(what))), new Set(['{"reached":[],"origin":"null"}']));
  assert.equal(did.ends.size, did.cases.length);
  assert.deepEqual(did.console, { session: 200, readable: READABLE.value });
}

describe("a hostile recording", () => {
  test("does nothing and asks for nothing when all three layers are on", async () => {
    const did = await playHostile({ copy: true, policy: true, sandbox: true });

    assertHarmless(did);
    assertSilent(did);
  });

  test("does nothing and asks for nothing when the server's copy stands alone", async () => {
    const did = await playHostile({ copy: true, policy: false, sandbox: false });

    assertHarmless(did);
    assertSilent(did);
  });

  test("runs nothing when the policy stands alone", async () => {
    const did = await playHostile({ copy: false, policy: true, sandbox: false });

    assertHarmless(did);
  });

  test("runs nothing when the sandbox stands alone", async () => {
    const did = await playHostile({ copy: false, policy: false, sandbox: true });

    assertHarmless(did);
  });

  test("runs and asks where there is no layer at all, or says why it does not, and still reaches no console", async () => {
    const did = await playHostile({ copy: false, policy: false, sandbox: false });

    const asked = new Set(did.asked.map(({ name }) => name));
    const acted = ({ name }) => did.ran.has(name) || asked.has(name) || did.foreign.some((address) => address.includes(`//${name}.`));
    const wrong = did.cases.filter((one) => acted(one) === (one.quiet !== undefined));
    assert.deepEqual(wrong.map(({ name, idea }) => `${name}: ${idea}`), []);
    assert.deepEqual(did.took, []);
    assertApart(did);
    assert.ok(did.cases.length >= 300 && did.ran.size >= 120 && asked.size >= 100, `${did.ran.size} ran, ${asked.size} asked`);
  });
});
