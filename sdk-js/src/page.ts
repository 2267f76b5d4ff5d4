import { createFanOut } from "./fanout";
import type { Release } from "./lock";
import type { Capture, Fields } from "./recorder";
import type { RawEvent } from "./redact";
import type { Stream } from "./stream";

/** The page's one capture, and the streams that it feeds. */
export interface PageCapture {
  /** Lets a stream begin: all open streams get a full snapshot. */
  join(stream: Stream, release: Release): void;
  /** Takes a stream out; without streams nothing is observed any more. */
  part(stream: Stream): void;
  snapshot(): void;
}

/** What touches the page; tests hand in their own. */
export interface Watch {
  fields(): Fields;
  start(take: (event: RawEvent) => void): Capture;
}

export function createPageCapture(watch: Watch): PageCapture {
  const fields = watch.fields();
  const fanOut = createFanOut((id) => fields.isSecret(id));
  const releases = new Map<Stream, Release>();
  let capture: Capture | undefined;

  return {
    join(stream, release) {
      releases.set(stream, release);
      if (stream.entry.reason) return;
      fanOut.add(stream);
      if (capture) return capture.snapshot();
      try {
        capture = watch.start((event) => fanOut.take(event));
      } catch {
        stream.finish("recorder-failed");
      }
    },
    part(stream) {
      fanOut.remove(stream);
      releases.get(stream)?.();
      releases.delete(stream);
      if (fanOut.size() > 0) return;
      capture?.stop();
      capture = undefined;
    },
    snapshot: () => capture?.snapshot(),
  };
}
