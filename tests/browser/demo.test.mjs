import assert from "node:assert/strict";
import { test } from "node:test";
import { openPlayer } from "./player.mjs";
import { browser, runServer, server } from "./running.mjs";
import { openApi, signInQuietly } from "./support.mjs";
import { readTree } from "./trees.mjs";

const WATCHERS = [
  { purpose: "support", email: "agent@demo.test", count: 2 },
  { purpose: "ux", email: "analyst@demo.test", count: 3 },
  { purpose: "errors", email: "developer@demo.test", count: 2 },
];
const LAST_MS = 1_000;

runServer();

/** Plays the last second of what is open in the player; answers what it complained of meanwhile. */
async function playToTheEnd() {
  const { port, next } = window.revoirPlayer;
  const complaints = [];
  port.addEventListener("message", ({ data }) => data.kind === "error" && complaints.push(data.trouble));
  const finished = next("finished");
  port.postMessage({ kind: "play" });
  await finished;
  return complaints;
}

/** What a recording shows at the start of each of its pages, and what the player says of its end. */
async function watch(page, recording) {
  const player = await openPlayer(page, server.url, recording);
  const trees = [];
  for (const ms of player.snapshots) {
    await player.seek(ms);
    trees.push(await player.read(readTree, true));
  }
  await player.seek(player.totalMs - LAST_MS);
  return { trees, complaints: await page.evaluate(playToTheEnd) };
}

for (const { purpose, email, count } of WATCHERS) {
  test(`${email} finds ${count} recordings that play to their end, all their text masked`, async () => {
    const api = await openApi(server.url, email);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await signInQuietly(context, server.url, email);
    const page = await context.newPage();

    const recordings = await api.recordingIds(purpose);
    const watched = [];
    for (const recording of recordings) watched.push(await watch(page, recording));
    await context.close();

    assert.equal(recordings.length, count);
    assert.deepEqual(watched.flatMap(({ complaints }) => complaints), []);
    assert.deepEqual(watched.flatMap(({ trees }) => trees).flatMap(({ clearTexts }) => clearTexts), []);
    assert.ok(watched.every(({ trees }) => trees.length > 2 && trees.every(({ tags }) => tags.length > 20)));
  });
}
