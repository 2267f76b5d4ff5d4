import { CONNECT, parseReport } from "./messages";
import type { Command, Report } from "./messages";

/** The console's end of the connection to one replayed document. */
export interface Link {
  /** Sends a command. Events are handed over, not copied. */
  send(command: Command): void;
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

  return {
    send(command) {
      if (open) port1.postMessage(command, "events" in command ? [command.events] : []);
    },
    close() {
      open = false;
      port1.close();
    },
  };
}
