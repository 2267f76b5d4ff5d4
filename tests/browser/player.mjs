import { eventually } from "./support.mjs";

const PATIENCE_MS = 60_000;

/**
 * Opens a recording in `/player/` as the console does, on a page that is signed in to the console.
 * What it answers drives the player to the millisecond, which a slider cannot.
 */
export async function openPlayer(page, url, recording) {
  await page.goto(`${url}/`);
  const meta = await page.evaluate(connectAndLoad, { recording, patience: PATIENCE_MS });
  const frame = await findReplayDocument(page);
  return {
    ...meta,
    seek: (ms) => page.evaluate(seekTo, ms),
    read: (look, argument) => frame.evaluate(look, argument),
  };
}

/** Finds the document in which rrweb replays: the `data:` one, whose inner frame is the page. */
export async function findReplayDocument(page) {
  return eventually("the player's document", async () => {
    const frame = page.frames().find((candidate) => candidate.url().startsWith("data:text/html"));
    return frame !== undefined && (await frame.locator(".replayer-wrapper iframe").count()) === 1 ? frame : undefined;
  });
}

async function connectAndLoad({ recording, patience }) {
  const address = `/api/sites/demo/recordings/${recording}`;
  const timeline = await (await fetch(`${address}/timeline`)).json();
  const { state, start_ms: startMs, length_ms: totalMs, pieces } = timeline;
  const range = `state=${state}&first=${pieces[0].number}&last=${pieces.at(-1).number}`;
  const bytes = await (await fetch(`${address}/events?${range}`)).arrayBuffer();
  const events = JSON.parse(new TextDecoder().decode(bytes));
  const frame = document.createElement("iframe");
  const { port1, port2 } = new MessageChannel();
  const reports = [];
  const waiting = [];
  port1.onmessage = ({ data }) => {
    reports.push(data);
    for (const look of waiting) look(data);
  };
  const next = (kind, isIt = () => true) =>
    new Promise((resolve, reject) => {
      setTimeout(() => reject(new Error(`no ${kind} from the player; it said ${JSON.stringify(reports)}`)), patience);
      waiting.push((report) => report.kind === kind && isIt(report) && resolve(report));
    });

  frame.src = "/player/";
  frame.style = "position: fixed; inset: 0; width: 1280px; height: 800px; border: 0; z-index: 2147483647";
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.replaceChildren(frame);
  await loaded;
  const ready = next("ready");
  frame.contentWindow.postMessage({ kind: "revoir-connect" }, location.origin, [port2]);
  await ready;
  const shown = next("shown");
  const window1 = { window: 1, startMs, atMs: 0, inTurn: false, blocked: "blocked", toMs: totalMs, last: true };
  port1.postMessage({ kind: "open", ...window1, events: bytes });
  window.revoirPlayer = { port: port1, next };
  await shown;
  const offset = ({ timestamp }) => timestamp - startMs;
  const starts = (type) => events.filter((event) => event.type === type);
  return {
    totalMs,
    snapshots: starts(2).map(offset),
    pages: starts(4).map((event) => ({ ms: offset(event), href: event.data.href })),
  };
}

async function seekTo(ms) {
  const { port, next } = window.revoirPlayer;
  const done = next("time", (report) => report.ms === ms);
  port.postMessage({ kind: "seek", window: 1, ms });
  await done;
  // The page is rebuilt by then; two frames let its styles and the player's marks settle.
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}
