/** The replayed document: waits for the console's port, then does what it is told through it. */
import { parseCommand, readConnect } from "../messages";
import type { Report } from "../messages";
import { createTheatre } from "./theatre";

const script = document.currentScript as HTMLScriptElement;
/** Undefined in an archive, in which the script stands in the page: a file has no origin to compare. */
const host = script.src === "" ? undefined : new URL(script.src).origin;

function listen(port: MessagePort): void {
  const report = (message: Report) => port.postMessage(message);
  const theatre = createTheatre(document.body, report);
  port.onmessage = ({ data }) => {
    const command = parseCommand(data);
    if (command !== undefined) theatre.obey(command);
  };
  window.addEventListener("error", theatre.stumble);
  window.addEventListener("resize", theatre.fit);
  report({ kind: "ready" });
}

function connect(event: MessageEvent): void {
  if (event.source !== window.parent || (host !== undefined && event.origin !== host)) return;
  const port = readConnect(event);
  if (port === undefined) return;
  window.removeEventListener("message", connect);
  listen(port);
}

window.addEventListener("message", connect);
