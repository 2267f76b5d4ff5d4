/** Pages that hold canaries beside their elements: addresses, frames, pictures, what the page does and keeps. */
import { pause } from "../support.mjs";

/** Longer than the recorder waits before it tells a changed address. */
const ADDRESS_MS = 1_300;

/** The page whose own address, past and referrer are canaries. */
export const addressPage = {
  name: "address",
  path: (canary) =>
    `/${canary("path")}/${canary("file of the path")}.html;${canary("parameter of the path")}?${canary("name in the query")}=${canary("query")}&mail=${canary("mail in the query")}%40example.test#${canary("fragment")}`,
  user: (canary) => [canary("user of the address"), canary("password of the address")],
  from: (canary) => `/from/${canary("referrer's path")}?q=${canary("referrer's query")}`,
  html: (canary) => `<base href="/${canary("base address")}/"><a id="away" href="#x">x</a><form id="form" action="#y"></form>`,
  async act(page, canary) {
    for (const way of ["pushState", "replaceState"]) {
      const [state, query, path, fragment] = ["state", "query", "path", "fragment"].map((part) => canary(`${way}: ${part}`));
      await page.evaluate(([name, held, address]) => history[name]({ held }, held, address), [way, state, `/${path}/x?q=${query}#${fragment}`]);
      await page.evaluate(() => document.body.append("y"));
      await pause(ADDRESS_MS);
    }
    await page.evaluate((fragment) => void (location.hash = fragment), canary("hash changed"));
    await page.evaluate((state) => navigation.updateCurrentEntry({ state }), canary("navigation's state"));
    await pause(ADDRESS_MS);
  },
};

/** The page of frames and of all that shows pictures. */
export const framesPage = {
  name: "frames",
  html: (canary) => `
    <iframe src="frame.html?${canary("frame's query")}"></iframe>
    <iframe srcdoc="<title>${canary("title of a written frame")}</title><p title='${canary("attribute in a written frame")}'>${canary("text in a written frame")}</p><iframe srcdoc='${canary("frame in a written frame")}'></iframe>"></iframe>
    <iframe id="blank"></iframe> <iframe sandbox srcdoc="${canary("text in a sandboxed frame")}"></iframe>
    <iframe src="data:text/html,${canary("text in a data frame")}"></iframe>
    <object data="frame.html?${canary("object's query")}"></object> <embed src="frame.html?${canary("embed's query")}">
    <video controls><track default src="/${canary("track's address")}.vtt"></video>
    <canvas id="canvas" width="400" height="40"></canvas>
    <img src="/pixels/${canary("picture's address")}.svg"> <svg width="90" height="20"><image href="/pixels/${canary("drawn picture's address")}.svg"/></svg>`,
  files: (canary) => ({
    "/frame.html": ["text/html", `<title>${canary("title in a frame")}</title><p title="${canary("attribute in a frame")}">${canary("text in a frame")}</p>
      <input value="${canary("value in a frame")}"><style>.${canary("class in a frame's sheet")} { color: red }</style>
      <script>console.error("${canary("console in a frame")}")</script><iframe src="inner.html"></iframe>`],
    "/inner.html": ["text/html", `<script async src="%LOADER%" data-site="%SITE%" referrerpolicy="strict-origin"></script><script>%CONSENT%</script>
      <p>${canary("text in a nested frame with the snippet")}</p>`],
  }),
  async act(page, canary) {
    await page.evaluate(fillFrames, { canvas: canary("text drawn"), blank: canary("text written into a frame"), late: canary("text in a frame that comes late"), cue: canary("cue of a track") });
    await pause(300);
  },
};

function fillFrames({ canvas, blank, late, cue }) {
  const context = document.querySelector("#canvas").getContext("2d");
  context.fillText(canvas, 10, 20);
  document.querySelector("#blank").contentDocument.write(`<p>${blank}</p>`);
  document.body.append(Object.assign(document.createElement("iframe"), { srcdoc: `<p>${late}</p>` }));
  document.querySelector("video").addTextTrack("captions", cue, "en").addCue(new VTTCue(0, 9, cue));
}

/** The page that speaks, fails, asks, keeps and is pointed at. */
export const deedsPage = {
  name: "deeds",
  html: (canary) => `<p id="select">${canary("selected text")}</p><button id="press" title="x">${canary("text of what is pressed")}</button>
    <div id="drag" draggable="true">x</div><input id="paste">`,
  async act(page, canary) {
    const given = (...places) => Object.fromEntries(places.map((place) => [place, canary(place)]));
    await page.evaluate(speak, given("console log", "console error", "console object", "console table", "console trace", "console group", "console count", "console time", "message of an error", "message of a rejection", "name of a function in a stack", "cause of an error", "thrown object"));
    await page.evaluate(ask, given("fetch path", "fetch query", "fetch header", "fetch body", "request path", "request header", "request body", "beacon path", "beacon body", "socket path", "events path"));
    await page.evaluate(keepThings, given("local storage key", "local storage", "session storage key", "session storage", "cookie name", "cookie", "database", "database store", "database value", "cache name", "cached address", "window name", "worker name", "channel"));
    await page.evaluate(callThings, given("custom event's name", "custom event's detail", "rrweb event's tag", "rrweb event's payload", "message", "performance mark", "performance measure", "animation id", "global name", "global value", "highlight name", "registered property", "dialog return value", "internals label"));
    await page.locator("#select").selectText();
    await page.locator("#press").click();
    await page.evaluate(carry, given("copied text", "clipboard text", "dragged text", "pasted text", "dropped type"));
    await pause(300);
  },
};

function speak(given) {
  console.log(given["console log"]);
  console.error("x", given["console error"]);
  console.info({ held: given["console object"] });
  console.table([{ held: given["console table"] }]);
  console.trace(given["console trace"]);
  console.group(given["console group"]);
  console.groupEnd();
  console.count(given["console count"]);
  console.time(given["console time"]);
  console.timeEnd(given["console time"]);
  const name = given["name of a function in a stack"];
  const later = (act) => setTimeout(act);
  later(() => { throw new Error(given["message of an error"]); });
  later({ [name]() { throw new Error("in a function"); } }[name]);
  later(() => { throw new Error("x", { cause: new Error(given["cause of an error"]) }); });
  later(() => { throw { held: given["thrown object"] }; });
  Promise.reject(new Error(given["message of a rejection"]));
}

async function ask(given) {
  await fetch(`/api/${given["fetch path"]}?q=${given["fetch query"]}`, { method: "POST", headers: { "x-user": given["fetch header"] }, body: given["fetch body"] });
  const request = new XMLHttpRequest();
  request.open("POST", `/api/${given["request path"]}`);
  request.setRequestHeader("x-user", given["request header"]);
  request.send(JSON.stringify({ body: given["request body"] }));
  navigator.sendBeacon(`/api/${given["beacon path"]}`, given["beacon body"]);
  new WebSocket(`${location.origin.replace("http", "ws")}/api/${given["socket path"]}`).onerror = () => {};
  new EventSource(`/api/${given["events path"]}`).onerror = ({ target }) => target.close();
}

async function keepThings(given) {
  localStorage.setItem(`page-${given["local storage key"]}`, given["local storage"]);
  sessionStorage.setItem(`page-${given["session storage key"]}`, given["session storage"]);
  document.cookie = `${given["cookie name"]}=${given.cookie}`;
  const opening = indexedDB.open(`page-${given.database}`);
  opening.onupgradeneeded = () => opening.result.createObjectStore(given["database store"]).put(given["database value"], "key");
  await (await caches.open(`page-${given["cache name"]}`)).put(`/cached/${given["cached address"]}`, new Response("x"));
  window.name = given["window name"];
  new Worker("data:text/javascript,", { name: given["worker name"] });
  new BroadcastChannel(given.channel).postMessage(given.channel);
}

function callThings(given) {
  window.dispatchEvent(new CustomEvent(given["custom event's name"], { detail: given["custom event's detail"] }));
  const recorder = window.rrweb?.record ?? window.rrwebRecord?.record;
  recorder?.addCustomEvent(given["rrweb event's tag"], { held: given["rrweb event's payload"] });
  window.postMessage({ held: given.message }, "*");
  performance.mark(given["performance mark"]);
  performance.measure(given["performance measure"]);
  document.body.animate([{ opacity: 1 }], { duration: 9, id: given["animation id"] });
  window[given["global name"]] = given["global value"];
  CSS.highlights?.set(given["highlight name"], new Highlight(new Range()));
  CSS.registerProperty({ name: `--${given["registered property"]}`, inherits: false });
  const dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.showModal();
  dialog.close(given["dialog return value"]);
  const Own = class extends HTMLElement {};
  customElements.define("own-element", Own);
  new Own().attachInternals().ariaLabel = given["internals label"];
}

async function carry(given) {
  const send = (target, kind, type, text) => {
    const held = new DataTransfer();
    held.setData(kind, text);
    const Kind = type.startsWith("d") ? DragEvent : ClipboardEvent;
    target.dispatchEvent(new Kind(type, { bubbles: true, [Kind === DragEvent ? "dataTransfer" : "clipboardData"]: held }));
  };
  const field = document.querySelector("#paste");
  field.focus();
  send(field, "text/plain", "copy", given["copied text"]);
  send(field, "text/plain", "paste", given["pasted text"]);
  document.execCommand("insertText", false, given["pasted text"]);
  send(document.querySelector("#drag"), "text/plain", "dragstart", given["dragged text"]);
  send(document.querySelector("#drag"), given["dropped type"], "drop", "x");
  await navigator.clipboard.writeText(given["clipboard text"]).catch(() => {});
}
