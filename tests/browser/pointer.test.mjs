import assert from "node:assert/strict";
import { test } from "node:test";
import { openPlayer } from "./player.mjs";
import { browser, runServer, server } from "./running.mjs";
import { runSql } from "./server.mjs";
import { accept, sendNow, waitForState } from "./shop.mjs";
import { eventually, newRecording, openApi, pause, signInQuietly } from "./support.mjs";

/** One visit is recorded for three purposes, each of which keeps something else of the pointer's way. */
const KEPT = {
  ux: { pointer: "none", email: "analyst@demo.test" },
  support: { pointer: "targets", email: "agent@demo.test" },
  errors: { pointer: "path", email: "developer@demo.test" },
};
const PURPOSES = Object.keys(KEPT);
/** What rrweb calls moves: of a mouse, of a finger, of what is dragged. */
const MOVES = [1, 6, 12];
const INTERACTION = 2;
const CLICK = 2;
const STEPS = 30;
const STEP_MS = 30;

/** Where the pointer rests between its ways; it is pressed at the first two. */
let stops;
const recorded = {};

runServer();

/** Moves at a hand's pace, so that a recorder sees places in between, off the straight line. */
async function glide(page, from, to) {
  for (let step = 1; step <= STEPS; step += 1) {
    const share = step / STEPS;
    const bend = step === STEPS ? 0 : 40 * Math.sin(Math.PI * share);
    await page.mouse.move(from.x + (to.x - from.x) * share + bend, from.y + (to.y - from.y) * share + bend);
    await pause(STEP_MS);
  }
  await pause(600);
}

async function visit(page) {
  const { x, y } = await page.locator("#search").boundingBox();
  const title = await page.locator("h1").boundingBox();
  stops = [{ x: Math.round(x) + 20, y: Math.round(y) + 10 }, { x: Math.round(title.x) + 60, y: Math.round(title.y) + 12 }, { x: 720, y: 540 }];
  const [field, place, rest] = stops;
  await glide(page, { x: 60, y: 700 }, field);
  await page.mouse.click(field.x, field.y);
  await page.keyboard.type("pot", { delay: 60 });
  await glide(page, field, place);
  await page.mouse.click(place.x, place.y);
  await pause(600);
  await glide(page, place, rest);
}

/** What there is of a recording once it has settled. */
async function read(purpose, id) {
  const api = await openApi(server.url, KEPT[purpose].email);
  const timeline = async () => JSON.parse(await api.text(`/recordings/${id}/timeline`));
  await eventually(`${purpose} settles`, async () => (await timeline()).state !== "open", 60_000);
  const { state, pieces } = await timeline();
  const events = JSON.parse(await api.text(`/recordings/${id}/events?state=${state}&first=${pieces[0].number}&last=${pieces.at(-1).number}`));
  const { lines } = JSON.parse(await api.text(`/recordings/${id}/transcript`));
  // a purpose that begins later has the page pictured anew for those that are there: opened again
  const first = lines.findLastIndex(({ kind }) => kind === "opened");
  return { id, events, told: lines.slice(first).map(({ at_ms: _, page: __, ...line }) => line) };
}

test("one visit is recorded under none, targets and path", async () => {
  for (const [purpose, { pointer }] of Object.entries(KEPT)) {
    const change = `jsonb_set(document, '{collection}', '{"measure": "L1", "rate": 1}') || '{"pointer": "${pointer}"}'`;
    const version = `insert into revoir.policies (id, organisation_id, site_id, purpose, version, document, published_at)
      select gen_random_uuid(), organisation_id, site_id, purpose, version + 1, ${change}, now() from revoir.policies where purpose = '${purpose}'`;
    runSql(server.data, version);
  }
  const apis = await Promise.all(PURPOSES.map((purpose) => openApi(server.url, KEPT[purpose].email)));
  const before = await Promise.all(apis.map((api, at) => api.recordingIds(PURPOSES[at])));
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1200, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${server.url}/demo/`);
  await accept(page, ...PURPOSES);
  for (const purpose of PURPOSES) await waitForState(page, purpose, "sending");
  await pause(500);
  await visit(page);
  for (const purpose of PURPOSES) await sendNow(page, purpose);
  await context.close();

  const ids = await Promise.all(apis.map((api, at) => newRecording(api, before[at], PURPOSES[at])));
  runSql(server.data, "update revoir.recordings set closes_at = now() where state = 'open'");
  for (const [at, purpose] of PURPOSES.entries()) recorded[purpose] = await read(purpose, ids[at]);
});

/** The places of all moves that are stored, one list for each event. */
const waysIn = (events) => events.filter(({ type, data }) => type === 3 && MOVES.includes(data.source)).map(({ data }) => data.positions);
const clicksIn = (events) =>
  events.filter(({ type, data }) => type === 3 && data.source === INTERACTION && data.type === CLICK).map(({ data: { x, y } }) => ({ x, y }));
const near = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) <= 2;
/** Near enough for a way that was sampled: its last steps may lie between two samples. */
const about = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) <= 80;

test("what is stored holds no place under none, only ends of ways under targets, and the clicks under each", () => {
  const places = Object.fromEntries(PURPOSES.map((purpose) => [purpose, waysIn(recorded[purpose].events).flat()]));

  assert.deepEqual(places.ux, []);
  // three ways of two ends, and what may end one more: a mouse that twitches when it is pressed
  assert.ok(places.support.length >= 4 && places.support.length <= 8, JSON.stringify(places.support));
  for (const stop of stops) assert.ok(places.support.some((place) => about(place, stop)), JSON.stringify([stop, places.support]));
  assert.ok(places.errors.length > 24, `${places.errors.length} places of the whole way`);
  for (const purpose of PURPOSES) {
    const clicks = clicksIn(recorded[purpose].events);
    assert.equal(clicks.length, 2, purpose);
    assert.ok(clicks.every((click, at) => near(click, stops[at])), JSON.stringify(clicks));
  }
});

test("the transcript says the same under each", () => {
  const [none, targets, path] = PURPOSES.map((purpose) => recorded[purpose].told);

  for (const deed of ["opened", "typed", "clicked"]) assert.ok(path.some(({ kind }) => kind === deed), JSON.stringify(path));
  assert.deepEqual(none, path);
  assert.deepEqual(targets, path);
});

/** Within the player: notes every place at which the pointer is shown, and how often it is shown pressed. */
function watchPointer() {
  const pointer = document.querySelector(".replayer-mouse");
  window.seen = { places: [], pressed: 0 };
  new MutationObserver((records) => {
    const place = { x: Number.parseFloat(pointer.style.left), y: Number.parseFloat(pointer.style.top) };
    const last = window.seen.places.at(-1);
    if (place.x !== last?.x || place.y !== last?.y) window.seen.places.push(place);
    // rrweb takes the class away and gives it back with each press
    const presses = records.filter(({ attributeName, oldValue }) => attributeName === "class" && !oldValue?.includes("active"));
    window.seen.pressed += presses.length;
  }).observe(pointer, { attributes: true, attributeOldValue: true, attributeFilter: ["style", "class"] });
}

async function playThrough() {
  const { port, next } = window.revoirPlayer;
  const finished = next("finished");
  port.postMessage({ kind: "play" });
  await finished;
}

/** Plays a recording whole, as who watches sees it. */
async function play(purpose) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await signInQuietly(context, server.url, KEPT[purpose].email);
  const page = await context.newPage();
  const player = await openPlayer(page, server.url, recorded[purpose].id);
  await player.seek(0);
  await player.read(watchPointer);
  await page.evaluate(playThrough);
  const seen = await player.read(() => window.seen);
  await context.close();
  return seen;
}

test("played, no pointer moves under none, only to ends of ways under targets, and clicks are shown under each", async () => {
  const [none, targets, path] = await Promise.all(PURPOSES.map(play));

  const ends = [...waysIn(recorded.support.events).flat(), ...stops];
  assert.ok(none.places.length <= 2, JSON.stringify(none.places));
  assert.ok(none.places.every((place) => stops.slice(0, 2).some((stop) => near(place, stop))), JSON.stringify(none.places));
  assert.ok(targets.places.some((place) => about(place, stops[2])), JSON.stringify(targets.places));
  assert.ok(targets.places.every((place) => ends.some((end) => near(place, end))), JSON.stringify(targets.places));
  assert.ok(path.places.length > 3 * targets.places.length, `${path.places.length} places of the whole way`);
  for (const { places, pressed } of [none, targets, path]) {
    assert.ok(pressed >= 2, `${pressed} presses`);
    for (const stop of stops.slice(0, 2)) assert.ok(places.some((place) => near(place, stop)), JSON.stringify([stop, places]));
  }
});
