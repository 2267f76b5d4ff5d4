/**
 * The relay between the console and the replayed document.
 *
 * It exists for its address alone: the server gives `/player/` a Content-Security-Policy that the
 * `data:` document below inherits. That document has an opaque origin: it reaches no cookie, no
 * storage and no parent, while rrweb's own script-less frame inside it stays reachable to it.
 */
import { CONNECT, readConnect } from "../messages";

function openDocument(): HTMLIFrameElement {
  const script = `${location.origin}/player/replay.js`;
  const html = `<!doctype html><meta charset="utf-8"><title>Revoir replay</title><body><script src="${script}"></script>`;
  const frame = document.createElement("iframe");
  frame.name = "revoir-document";
  frame.title = "Replay";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
  frame.src = `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
  document.body.append(frame);
  return frame;
}

/** Hands the console's port to the document, once. The document's origin is opaque: only `*` reaches it. */
function relay(frame: HTMLIFrameElement): void {
  const loaded = new Promise<void>((resolve) => {
    frame.addEventListener("load", () => resolve(), { once: true });
  });
  const connect = (event: MessageEvent) => {
    if (event.source !== window.parent || event.origin !== location.origin) return;
    const port = readConnect(event);
    if (port === undefined) return;
    window.removeEventListener("message", connect);
    void loaded.then(() => frame.contentWindow?.postMessage({ kind: CONNECT }, "*", [port]));
  };
  window.addEventListener("message", connect);
}

if (window.parent !== window) relay(openDocument());
