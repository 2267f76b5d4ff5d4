import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { dumpDatabase } from "./canaries.mjs";
import { createCanaries, formsOfCanary } from "./leaks/canaries.mjs";
import { bundleWithHole, HOLES } from "./leaks/holes.mjs";
import { findPlaces, unfold } from "./leaks/search.mjs";
import { PAGES, startPages } from "./leaks/site.mjs";
import { visitAll, writeEvidence } from "./leaks/visit.mjs";
import { findPgDump, findSocketDirectory, freshDirectory, runSql, startServer } from "./server.mjs";
import { eventually, launchBrowser } from "./support.mjs";
import { batches, sdkRequests, startWire } from "./wire.mjs";

/** All three purposes record: the presets in all but when and how often, which would leave most visits out. */
const EVERY_VISIT = `update revoir.policies set document = jsonb_set(document, '{collection}', '{"measure": "L1", "rate": 1}')
  where site_id = (select id from revoir.sites where key = 'leaks')`;

const evidence = freshDirectory();
let server;
let browser;
let pages;
const visits = {};

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  pages = await startPages();
  await addSite();
  const everything = makeVisits("everything", {});
  visits.presets = await makeVisits("presets", { site: "leaks", purposes: { support: true, ux: true, errors: true } });
  visits.everything = await everything;
  visits.demo = await makeVisits("demo", { site: "demo", purposes: { ux: true } });
});

after(async () => {
  await browser?.close();
  pages?.stop();
  server?.remove();
  rmSync(evidence, { recursive: true, force: true });
});

async function addSite() {
  const { code, stderr } = await server.command("site", "add", "leaks", "--name", "Leaks", "--origin", pages.url);
  assert.equal(code, 0, stderr);
  runSql(server.data, EVERY_VISIT);
}

/** Visits the pages and searches all that was sent and kept. */
async function makeVisits(name, how, sdk) {
  const wire = await startWire(server.url, sdk);
  const { canaries, kept } = await visitAll(browser, pages, wire, how);
  // What a page sends while it goes is answered after it.
  await eventually("every batch is answered", () => batches(wire).every(({ status }) => status !== undefined));
  wire.stop();
  writeEvidence(join(evidence, name), sdkRequests(wire), kept);
  return { canaries, sent: batches(wire), leaks: findPlaces(canaries, join(evidence, name)) };
}

/** The places of all canaries that are in any form under a path. */
function findAll(path) {
  return ["presets", "demo"].flatMap((name) => findPlaces(visits[name].canaries, path));
}

test("each of more than 2,000 places has a value of its own", () => {
  const values = [...visits.presets.canaries.values.values()];

  assert.ok(values.length > 2_000, String(values.length));
  assert.equal(new Set(values).size, values.length);
});

test("a recorder that hides nothing leaks nearly all of them", (context) => {
  const { canaries, leaks } = visits.everything;

  const unseen = [...canaries.values.keys()].filter((place) => !leaks.includes(place));
  context.diagnostic(`not even seen by it: ${unseen.join("; ")}`);
  assert.ok(leaks.length >= 0.9 * canaries.values.size, `${leaks.length} of ${canaries.values.size}`);
});

test("each purpose's batches were stored", () => {
  for (const { sent } of [visits.presets, visits.demo]) assert.deepEqual([...new Set(sent.map(({ status }) => status))], [202]);

  assert.equal(new Set(visits.presets.sent.map(({ grant }) => grant)).size, 3 * PAGES.length);
  assert.equal(new Set(visits.demo.sent.map(({ grant }) => grant)).size, PAGES.length);
});

test("under the presets nothing of a page is in anything that was sent, or kept in the tab", () => {
  assert.deepEqual(visits.presets.leaks, []);
});

test("under the demo's policies neither", () => {
  assert.deepEqual(visits.demo.leaks, []);
});

test("nothing of a page is in a dump of the database", () => {
  const directory = join(evidence, "dump");
  mkdirSync(directory);

  writeFileSync(join(directory, "dump.sql"), dumpDatabase(findPgDump(), findSocketDirectory(server.data)));

  assert.deepEqual(findAll(directory), []);
});

describe("of an SDK with a hole", { concurrency: 4 }, () => {
  for (const [name, [on, ...edits]] of Object.entries(HOLES)) {
    test(`the leak is found: ${name}`, async () => {
      const page = PAGES.find((candidate) => candidate.name === on);

      const { leaks } = await makeVisits(`hole-${name}`, { site: "demo", purposes: { ux: true }, pages: [page] }, await bundleWithHole(edits));

      assert.ok(leaks.length > 0);
    });
  }
});

test("the search finds a value in every form, however it is packed", () => {
  const canaries = createCanaries();
  const forms = formsOfCanary(canaries("planted"));
  const packed = forms.flatMap((form) => [form, Buffer.from(form).toString("base64"), encodeURIComponent(JSON.stringify({ held: JSON.stringify(form) }))]);

  const found = packed.map((text, at) => {
    const directory = join(evidence, `planted-${at}`);
    mkdirSync(directory);
    writeFileSync(join(directory, "planted.bin"), Buffer.concat(unfold(Buffer.from(`{"x": "${text}"}`))));
    return findPlaces(canaries, directory).length;
  });

  assert.ok(found.length > 100);
  assert.deepEqual([...new Set(found)], [1]);
});

test("nothing of a page is in the data directory or the log of the stopped server", async () => {
  const code = await server.stop();
  writeFileSync(join(server.data, "log.txt"), server.logs());

  assert.equal(code, 0);
  assert.deepEqual(findAll(server.data), []);
});
