import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { importRecording, readRecording, RECORDINGS } from "./corpus.mjs";
import { openPlayer } from "./player.mjs";
import { freshDirectory, startServer } from "./server.mjs";
import { launchBrowser, signInQuietly } from "./support.mjs";
import { countReplayedNodes } from "./trees.mjs";

const RRWEB = join(import.meta.dirname, "node_modules/@rrweb/replay/umd/replay.min.js");

const directory = freshDirectory();
let server;
let browser;
let analyst;

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await signInQuietly(context, server.url, "analyst@demo.test");
  analyst = await context.newPage();
});

after(async () => {
  await browser?.close();
  server?.remove();
  rmSync(directory, { recursive: true, force: true });
});

/** Counts the nodes of each document of a recording as plain rrweb rebuilds it: [offset, nodes]. */
async function countInPlainRrweb(json) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.route("**", (route) => route.abort());
  await page.setContent("<!doctype html><body>");
  await page.addScriptTag({ path: RRWEB });
  const snapshots = await page.evaluate(startPlainReplay, json);
  const counts = [];
  for (const ms of snapshots) {
    await page.evaluate(showPlainMoment, ms);
    counts.push([ms, await page.evaluate(countReplayedNodes)]);
  }
  await context.close();
  return counts;
}

function startPlainReplay(json) {
  const events = JSON.parse(json).sort((a, b) => a.timestamp - b.timestamp);
  window.replayer = new window.rrwebReplay.Replayer(events, { showWarning: false });
  return events.filter(({ type }) => type === 2).map(({ timestamp }) => timestamp - events[0].timestamp);
}

async function showPlainMoment(ms) {
  // Half a millisecond later, as our player does: what happened in that very millisecond is shown.
  window.replayer.pause(ms + 0.5);
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}

/** Counts the same in our player. */
async function countInOurPlayer(recording) {
  const player = await openPlayer(analyst, server.url, recording);
  const counts = [];
  for (const ms of player.snapshots) {
    await player.seek(ms);
    counts.push([ms, await player.read(countReplayedNodes)]);
  }
  return counts;
}

for (const name of RECORDINGS) {
  test(`every document of ${name} has as many nodes as in plain rrweb`, async () => {
    const recording = await importRecording(server, directory, name);

    const ours = await countInOurPlayer(recording);

    assert.ok(ours.length > 0 && ours.every(([, nodes]) => nodes > 10), JSON.stringify(ours));
    assert.deepEqual(ours, await countInPlainRrweb(readRecording(name)));
  });
}
