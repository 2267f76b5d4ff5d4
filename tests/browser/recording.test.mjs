import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { importText, readRecording } from "./corpus.mjs";
import { findReplayDocument } from "./player.mjs";
import { freshDirectory, startServer } from "./server.mjs";
import { eventually, launchBrowser, openApi, signInQuietly } from "./support.mjs";

/** A piece of a settled recording and all that is told before it; several would be too many. */
const FIRST_PICTURE_BYTES = 3_000_000;
/** What the player keeps at most of a recording that has snapshots throughout. */
const WINDOW_BYTES = 16 * 1024 * 1024;
const PLAYED_MS = 120_000;

const directory = freshDirectory();
let server;
let browser;
let context;
let page;
let api;
let recording;
let long;
let fetched = [];

before(async () => {
  server = await startServer();
  browser = await launchBrowser();
  api = await openApi(server.url, "analyst@demo.test");
  context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await signInQuietly(context, server.url, "analyst@demo.test");
  page = await context.newPage();
  page.on("response", (response) => fetched.push(response));
  [recording] = await api.recordingIds("ux");
});

after(async () => {
  await browser?.close();
  server?.remove();
  rmSync(directory, { recursive: true, force: true });
});

/** One long visit made of several: each begins a second after the one before ended. */
function joinRecordings(...names) {
  let next = Date.UTC(2026, 10, 21);
  const events = names.flatMap((name) => {
    const part = JSON.parse(readRecording(name)).sort((a, b) => a.timestamp - b.timestamp);
    const shift = next - part[0].timestamp;
    next = part.at(-1).timestamp + shift + 1_000;
    return part.map((event) => ({ ...event, timestamp: event.timestamp + shift }));
  });
  return JSON.stringify(events);
}

const slider = () => page.getByRole("slider", { name: "Position" });
const position = async () => Number(await slider().inputValue());
const line = (place) => page.getByRole("list", { name: "Transcript" }).getByRole("button").nth(place);
const path = (id = recording) => `/sites/demo/ux/recordings/${id}`;
const readTimeline = async (id = recording) => JSON.parse(await api.text(`/recordings/${id}/timeline`));

/** Presses Tab until the focus stands where `isIt` says; fails where it never does. */
async function tabTo(isIt, times = 60) {
  for (let at = 0; at < times; at += 1) {
    if (await page.evaluate(isIt)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${times} tabs did not reach ${isIt}`);
}

/** The seconds that a clock shows, as in 1:02. */
function secondsOf(clock) {
  return clock.split(":").reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

async function isReady() {
  await page.getByRole("button", { name: "Play", exact: true }).and(page.locator(":enabled")).waitFor();
  await findReplayDocument(page);
}

/** How many bytes of recordings have been fetched since this was asked last. */
async function bytesFetched() {
  const responses = fetched.filter((response) => response.url().includes("/recordings/"));
  fetched = [];
  const bodies = await Promise.all(responses.map((response) => response.body().catch(() => Buffer.alloc(0))));
  return bodies.reduce((sum, body) => sum + body.length, 0);
}

test("a recording is found in the list and opened by keyboard alone", async () => {
  await page.goto(`${server.url}/sites/demo/ux`);
  await page.locator(`a[href*="${recording}"]`).first().waitFor();

  await page.keyboard.press("j");
  await tabTo(() => document.activeElement?.getAttribute("href")?.includes("/recordings/") === true);
  await page.keyboard.press("Enter");
  await isReady();

  recording = new URL(page.url()).pathname.split("/").at(-1);
  assert.ok((await page.title()).includes("Recording"));
});

test("the first picture needs the first pieces only, and fetches each thing once", async () => {
  long = await importText(server, directory, "long", joinRecordings("adminlte-1", "adminlte-2", "adminlte-3"));
  const { pieces } = await readTimeline(long);
  await page.goto("about:blank");
  await bytesFetched();

  await page.goto(`${server.url}${path(long)}`);
  await isReady();

  const asked = fetched.map((response) => new URL(response.url()).pathname).filter((name) => name.includes("/recordings/"));
  assert.deepEqual(asked.toSorted(), [...new Set(asked)].toSorted());
  assert.ok(pieces.reduce((sum, { bytes }) => sum + bytes, 0) > 2 * WINDOW_BYTES);
  assert.ok((await bytesFetched()) < FIRST_PICTURE_BYTES);
});

test("a seek fetches the pieces of its moment, from the last snapshot before it", async () => {
  const { length_ms: length, pieces } = await readTimeline(long);
  for (const share of [0.9, 0.3, 0.6]) {
    const target = Math.floor(length * share);
    const from = pieces.findLastIndex(({ snapshot_ms: snapshot }) => snapshot !== undefined && snapshot <= target);
    const to = pieces.findLastIndex(({ from_ms: begun }) => begun <= target);
    await bytesFetched();

    await slider().fill(String(target));
    await eventually("its pieces are fetched", async () => fetched.some((response) => response.url().includes("/events?")));
    await page.getByText("Loading…").first().waitFor({ state: "detached" });

    const needed = pieces.slice(from, to + 1).reduce((sum, { bytes }) => sum + bytes, 0);
    assert.ok((await bytesFetched()) < needed + 10_000, `at ${share}`);
    assert.equal(await position(), target);
  }
});

test("playing goes on through several windows, and keeps one of them", { timeout: 240_000 }, async () => {
  await page.goto(`${server.url}${path(long)}`);
  await isReady();
  const replay = await findReplayDocument(page);
  await replay.evaluate(() => document.querySelector(".revoir-stage").setAttribute("data-first", ""));
  await page.getByLabel("Speed").selectOption("8");
  await bytesFetched();

  await page.getByRole("button", { name: "Play", exact: true }).click();
  await eventually("two minutes are played", async () => (await position()) > PLAYED_MS, 90_000);

  assert.ok((await bytesFetched()) > WINDOW_BYTES);
  await eventually("one window is kept", async () => (await replay.locator(".revoir-stage").count()) === 1, 60_000);
  assert.equal(await replay.locator(".revoir-stage[data-first]").count(), 0);
  assert.equal(await page.getByRole("alert").filter({ hasText: /./ }).count(), 0);
});

test("a line of the transcript leads to its moment by keyboard, and is marked there", async () => {
  await page.goto(`${server.url}${path()}`);
  await isReady();
  await tabTo(() => document.activeElement?.hasAttribute("data-entry") === true);
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowDown");
  const at = secondsOf(await page.locator(":focus time").innerText());

  await page.keyboard.press("Enter");

  const arrived = async () => Math.floor((await position()) / 1000) === at;
  assert.ok(await eventually("the position moves", arrived));
  assert.equal(secondsOf(await page.locator("[aria-current=true] time").innerText()), at);
  assert.notEqual(await page.locator(":focus").getAttribute("data-entry"), null);
});

test("the transcript holds each page that the timeline shows, in order", async () => {
  const timeline = await readTimeline();

  const opened = (await page.getByRole("list", { name: "Transcript" }).innerText()).match(/opened page \d+/g);

  assert.deepEqual(opened, timeline.pages.map((_, place) => `opened page ${place + 1}`));
});

test("the brackets go from page to page, and the slider says which", async () => {
  const timeline = await readTimeline();
  const second = timeline.pages[1];
  await page.getByRole("heading", { level: 1 }).focus();
  await slider().fill("0");
  await eventually("the start is shown", async () => (await position()) === 0);

  await page.keyboard.press("]");

  await eventually("the second page is shown", async () => Math.abs((await position()) - second.at_ms) < 1);
  assert.match(await slider().getAttribute("aria-valuetext"), /page 2 /);
  await page.keyboard.press("[");
  await eventually("the first page is shown", async () => (await position()) < second.at_ms);
});

test("the search of the transcript finds lines by their words", async () => {
  const search = page.getByRole("searchbox", { name: "Search the transcript" });

  await search.fill("opened page 2");
  await page.getByText("1 line matches").waitFor();

  assert.equal(await page.getByRole("list", { name: "Transcript" }).getByRole("listitem").count(), 1);
  await search.fill("");
  await line(3).waitFor();
});

test("the space bar plays and pauses, and each is said", async () => {
  await page.getByRole("heading", { level: 1 }).focus();
  const before = await position();

  await page.keyboard.press("Space");
  await page.getByRole("status").getByText("Playing", { exact: true }).waitFor();
  await eventually("time passes", async () => (await position()) > before + 300);
  await page.keyboard.press("Space");

  await page.getByRole("status").getByText("Paused", { exact: true }).waitFor();
});

test("the legend tells what is masked from what is blocked", async () => {
  await page.keyboard.press("l");

  const legend = page.getByRole("dialog", { name: "Legend" });
  await legend.waitFor();
  assert.deepEqual(await legend.getByRole("term").allInnerTexts(), ["Masked text", "blocked\nBlocked element", "Pointer and touches"]);
  await page.keyboard.press("Escape");
  await legend.waitFor({ state: "detached" });
});

test("a note is written at a moment, shown as text in the transcript, and deleted", async () => {
  await page.keyboard.press("n");
  const text = "Lost here? <img src=x onerror=alert(1)>";
  await page.keyboard.type(text);
  await page.getByRole("button", { name: "Save the note" }).press("Enter");

  const note = page.getByRole("listitem").filter({ hasText: text });
  await note.waitFor();
  assert.match(await note.innerText(), /Your note/);
  await note.getByRole("button", { name: /^Delete your note/ }).press("Enter");
  await note.waitFor({ state: "detached" });
  assert.deepEqual(JSON.parse(await api.text(`/recordings/${recording}/notes`)), { notes: [] });
});

test("a link to a moment opens the recording there", async () => {
  await slider().fill("7000");
  await eventually("the moment is shown", async () => (await position()) === 7_000);
  await page.getByRole("button", { name: "Link to this moment" }).press("Enter");
  await page.getByText("The link to 0:07 was copied.").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const other = await context.newPage();
  await other.goto(link);
  const there = other.getByRole("slider", { name: "Position" });
  await eventually("it opens at the moment", async () => Number(await there.inputValue()) === 7_000);
  await other.close();

  assert.equal(link, `${server.url}${path()}?t=7`);
});

test("a recording is not deleted without a reason", async () => {
  await page.getByRole("heading", { level: 1 }).focus();
  await page.keyboard.press("Delete");
  const dialog = page.getByRole("dialog", { name: "Delete this recording?" });

  await dialog.getByRole("button", { name: "Delete for good" }).press("Enter");

  await dialog.getByText("Choose a reason.").waitFor();
  assert.equal(await api.status(`/recordings/${recording}`), 200);
});

test("a recording is deleted with a reason, by keyboard alone, and is gone", async () => {
  await tabTo(() => document.activeElement?.getAttribute("type") === "radio");
  await page.keyboard.press("Space");
  await tabTo(() => document.activeElement?.textContent === "Delete for good");
  await page.keyboard.press("Enter");

  await page.getByRole("heading", { name: "Recordings" }).first().waitFor();
  assert.equal(await api.status(`/recordings/${recording}`), 404);
  await page.goto(`${server.url}${path()}`);
  await page.getByRole("heading", { name: "Nothing at this address" }).waitFor();
});
