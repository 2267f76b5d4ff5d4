/** Plays many recordings at once, each in a player of its own, on a page of the console. */

/** How long one recording may take, and how long once rrweb could not apply something of it. */
const PATIENCE_MS = { sound: 20_000, broken: 2_000 };

/** Where the server hands out a recording as it keeps it. */
export const exportAddress = (id) => `/api/sites/demo/recordings/${id}/export`;

/**
 * Plays each of `shows`, `{name, address}`, from beginning to end and by seeking, then pokes it; answers how each ended.
 * What would leave the frame, as a link to the top does, is pressed only if `leaving`: no policy is about that.
 */
export async function playAll(page, shows, { leaving }) {
  const ends = await page.evaluate(playInFrames, { shows, patience: PATIENCE_MS });
  const documents = page.frames().filter((frame) => frame.name() === "revoir-document");
  const reached = await Promise.all(documents.map((frame) => frame.evaluate(poke, leaving).catch((error) => ({ failed: String(error) }))));
  await settle(page);
  return { ends, reached };
}

/** Takes the players off the page again. */
export async function clear(page) {
  await page.evaluate(() => document.querySelector("#hostile-theatre")?.remove());
}

/** Waits until every frame has drawn, so that what was about to load or run has begun to. */
async function settle(page) {
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))));
  await page.evaluate(drawn);
}

/** In the console's page. The player's messages are those of `web-player/src/player/messages.ts`. */
async function playInFrames({ shows, patience }) {
  const theatre = document.createElement("div");
  theatre.id = "hostile-theatre";
  theatre.style = "position: fixed; inset: 0; z-index: 2147483647; background: white; display: flex; flex-wrap: wrap";
  document.body.append(theatre);

  const open = async () => {
    const frame = document.createElement("iframe");
    frame.src = "/player/";
    frame.style = "width: 20%; height: 25%; border: 0";
    const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
    theatre.append(frame);
    await loaded;
    const { port1, port2 } = new MessageChannel();
    const waiting = new Set();
    const troubles = [];
    port1.onmessage = ({ data }) => {
      if (data.kind === "unreadable") troubles.push("unreadable");
      if (data.kind === "refused") troubles.push(data.why);
      for (const look of waiting) look(data);
    };
    const next = (isIt) =>
      new Promise((resolve, reject) => {
        const giveUp = (ms) => setTimeout(() => reject(new Error(troubles.at(-1) ?? "hung")), ms);
        giveUp(troubles.length > 0 ? patience.broken : patience.sound);
        waiting.add((report) => {
          if (report.kind === "unreadable") giveUp(patience.broken);
          if (report.kind === "refused") giveUp(0);
          if (isIt(report)) resolve(report);
        });
      });
    const ready = next(({ kind }) => kind === "ready");
    frame.contentWindow.postMessage({ kind: "revoir-connect" }, location.origin, [port2]);
    await ready;
    return { port: port1, next };
  };

  const play = async ({ address }) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
    const events = await answer.arrayBuffer();
    const all = JSON.parse(new TextDecoder().decode(events));
    const times = all.map((event) => event?.timestamp).filter(Number.isFinite);
    const startMs = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
    const totalMs = times.reduce((most, time) => Math.max(most, time - startMs), 0);
    const { port, next } = await open();
    const shown = next(({ kind }) => kind === "shown");
    const whole = { window: 1, startMs, atMs: 0, inTurn: false, blocked: "blocked", toMs: totalMs, last: true };
    port.postMessage({ kind: "open", ...whole, events });
    await shown;
    const seek = async (ms) => {
      const there = next((report) => report.kind === "time" && report.ms === ms);
      port.postMessage({ kind: "seek", window: 1, ms });
      await there;
    };
    port.postMessage({ kind: "skip-inactivity", on: false });
    await seek(totalMs);
    await seek(0);
    const finished = next(({ kind }) => kind === "finished");
    port.postMessage({ kind: "play" });
    await finished;
  };

  const ends = await Promise.allSettled(shows.map(play));
  return ends.map(({ status, reason }) => (status === "fulfilled" ? "played" : reason.message));
}

/**
 * In a player's document: does what no recording can, lest a trap stay shut for want of a visitor: fires every event that
 * has a handler, presses every link and button, sends every form. Answers what this document could take from the console.
 */
async function poke(leaving) {
  const documents = [];
  const visit = (root) => {
    documents.push(root);
    for (const child of Document.prototype.querySelectorAll.call(root, "iframe, frame, object, embed")) {
      const { get } = Object.getOwnPropertyDescriptor(HTMLIFrameElement.prototype, "contentDocument");
      try {
        const inner = child.localName === "iframe" ? get.call(child) : child.contentDocument;
        if (inner?.nodeType === 9) visit(inner);
      } catch {
        // A frame of another realm or origin.
      }
    }
  };
  const stage = document.querySelector(".replayer-wrapper > iframe");
  if (stage?.contentDocument) visit(stage.contentDocument);
  const elements = documents.flatMap((root) => {
    const all = [...Document.prototype.querySelectorAll.call(root, "*")];
    const shadows = all.flatMap((one) => {
      const shadow = Object.getOwnPropertyDescriptor(Element.prototype, "shadowRoot").get.call(one);
      return shadow ? [...shadow.querySelectorAll("*")] : [];
    });
    return [...all, ...shadows];
  });
  for (const one of elements.slice(0, 2_000)) {
    for (const { name } of [...Object.getOwnPropertyDescriptor(Element.prototype, "attributes").get.call(one)].slice(0, 400)) {
      if (/^on/i.test(name)) EventTarget.prototype.dispatchEvent.call(one, new Event(name.slice(2).toLowerCase()));
    }
    const leaves = one.hasAttribute("download") || /^(_|revoir-)/.test(one.getAttribute("formtarget") ?? one.getAttribute("target") ?? one.form?.getAttribute("target") ?? "");
    if (leaves && !leaving) continue;
    if (/^(a|area|button|summary)$/i.test(one.localName) || (one.localName === "input" && /submit|image/i.test(one.type))) {
      EventTarget.prototype.dispatchEvent.call(one, new MouseEvent("click", { bubbles: true, cancelable: true }));
    }
  }

  const TAKING = {
    cookie: () => document.cookie,
    topDocument: () => top.document.title,
    parentDocument: () => parent.document.title,
    topAddress: () => top.location.href,
    localStorage: () => localStorage.length,
    sessionStorage: () => sessionStorage.length,
    caches: () => caches.keys(),
    database: () => new Promise((resolve, reject) => {
      const asked = indexedDB.open("x");
      asked.onsuccess = resolve;
      asked.onerror = () => reject(asked.error);
    }),
    serviceWorker: () => navigator.serviceWorker.getRegistrations(),
    innerCookie: () => stage.contentDocument.cookie,
    innerTop: () => stage.contentWindow.top.document.title,
  };
  for (const one of [top, parent]) for (const kind of ["ready", "revoir-connect", "shown", "refused"]) one.postMessage({ kind }, "*");
  const reached = [];
  for (const [what, take] of Object.entries(TAKING)) {
    try {
      const got = await take();
      reached.push(`${what}: ${String(got)}`);
    } catch {
      // Out of reach, as it should be.
    }
  }
  return { reached, origin: self.origin };
}
