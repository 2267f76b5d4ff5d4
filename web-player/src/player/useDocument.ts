import { useCallback, useEffect, useRef } from "react";
import { openLink } from "./link";
import type { Link } from "./link";
import type { Command, Report } from "./messages";

const PATIENCE_MS = 10_000;

interface Hooks {
  onReport(report: Report): void;
  /** Called when the document does not say in time that it is ready. */
  onTimeout(): void;
}

interface Replayed {
  send(command: Command): void;
  /** For the frame's `onLoad`. */
  connect(frame: HTMLIFrameElement): void;
}

/** The replayed document in a frame. Commands wait until it is ready. */
export function useDocument(hooks: Hooks): Replayed {
  const latest = useRef(hooks);
  const link = useRef<Link>(undefined);
  const waiting = useRef<Command[] | undefined>([]);
  const patience = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    latest.current = hooks;
  });
  useEffect(() => {
    patience.current ??= setTimeout(() => latest.current.onTimeout(), PATIENCE_MS);
    return () => {
      clearTimeout(patience.current);
      patience.current = undefined;
      link.current?.close();
    };
  }, []);

  const send = useCallback((command: Command) => {
    if (waiting.current === undefined) link.current?.send(command);
    else waiting.current.push(command);
  }, []);

  const connect = useCallback(
    (frame: HTMLIFrameElement) => {
      link.current?.close();
      link.current = openLink(frame, (report) => {
        if (report.kind === "ready") {
          clearTimeout(patience.current);
          const commands = waiting.current ?? [];
          waiting.current = undefined;
          for (const command of commands) send(command);
        }
        latest.current.onReport(report);
      });
    },
    [send],
  );
  return { send, connect };
}
