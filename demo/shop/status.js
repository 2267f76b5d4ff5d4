import { byId } from "./dom.js";
import { word } from "./words.js";

/** Says in the footer what Revoir does, once a second while the page can be seen. */
export function startStatus() {
  showStatus();
  setInterval(() => {
    if (document.visibilityState === "visible") showStatus();
  }, 1000);
}

function showStatus() {
  const text = statusText();
  const line = byId("revoir-status");
  // An unchanged line is left alone: a write each second would be recorded as activity.
  if (line.textContent !== text) line.textContent = text;
}

function statusText() {
  if (typeof window.revoir?.status !== "function") return word("status.loading");
  return window.revoir.status().map(itemText).join(" · ");
}

function itemText({ purpose, state }) {
  const key = state === "ring" ? "awaiting" : state;
  return word("status.item", { purpose: word(`purpose.${purpose}`), state: word(`status.${key}`) });
}
