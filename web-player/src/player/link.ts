import { CONNECT, parseReport } from "./messages";
import type { Command, Report } from "./messages";
import { isRawEvent } from "./pages";

const SLICE = 200;

/** The console's end of the connection to one replayed document. */
export interface Link {
  send(command: Command): void;
  /** Sends a whole recording in slices, with pauses in which the console can breathe. */
  load(events: readonly unknown[]): Promise<void>;
  close(): void;
}

/** Offers a port to the relay in `frame`, which has loaded, and reads what comes back. */
export function openLink(frame: HTMLIFrameElement, onReport: (report: Report) => void): Link {
  const { port1, port2 } = new MessageChannel();
  let open = true;
  port1.onmessage = ({ data }) => {
    const report = parseReport(data);
    if (report !== undefined && open) onReport(report);
  };
  frame.contentWindow?.postMessage({ kind: CONNECT }, location.origin, [port2]);

  const send = (command: Command) => {
    if (open) port1.postMessage(command);
  };
  return {
    send,
    async load(events) {
      const good = events.filter(isRawEvent);
      for (let at = 0; at < good.length && open; at += SLICE) {
        send({ kind: "load", events: good.slice(at, at + SLICE), last: false });
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      send({ kind: "load", events: [], last: true });
    },
    close() {
      open = false;
      port1.close();
    },
  };
}
