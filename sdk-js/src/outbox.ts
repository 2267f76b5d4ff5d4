import { seal, type Batch } from "./batch";
import type { Verdict } from "./transport";

/** A batch is cut after so long, or when it has grown to about so many bytes compressed. */
export const CUT_MS = 5000;
const CUT_BYTES = 48 * 1024;
/** What waits is bounded; what does not fit is dropped whole. */
export const LIMIT = 4 * 1024 * 1024;
/** More than a meta event, less than a picture of any page. */
const SMALL = 4096;
/** Until the first batch is compressed, this is how small it is expected to become. */
const FIRST_RATIO = 0.125;
/** So many batches in a row that the server could not read mean that it never will. */
const REFUSALS = 3;

export interface OutboxEvents {
  /** Sends one batch; resolves when its fate is known, undefined when it was interrupted. */
  send(batch: Batch, bytes: Uint8Array<ArrayBuffer>): Promise<Verdict | undefined>;
  /** The numbering or what is acknowledged has changed. */
  changed(): void;
  /** Something was lost, and there is room again: without a full snapshot what follows cannot be played. */
  hungry(): void;
  stopped(reason: string): void;
}

/** What an outbox takes over from the tab's earlier page. */
export interface Past {
  seq: number;
  sent: number;
  bytes: number;
  batches: Batch[];
  rest: string;
}

/** What has not been acknowledged when the page goes. */
export interface Unsent {
  batches: Batch[];
  rest: string;
}

export interface Outbox {
  /** Takes one event, as JSON. False while it is dropping. */
  add(json: string): boolean;
  /** Puts what waits into a batch, and resolves when everything was sent or has failed. */
  flush(): Promise<void>;
  /** Ends it. What is left is handed out once. */
  close(): Unsent;
  /** The next number, the batches acknowledged, the uncompressed bytes taken. */
  figures(): { seq: number; sent: number; bytes: number };
}

/** Numbers the batches of one recording and sends them in order, one at a time. */
export function createOutbox(events: OutboxEvents, past: Past): Outbox {
  const queue: Batch[] = [...past.batches];
  let parts: string[] = past.rest ? [past.rest] : [];
  let size = past.rest.length;
  let { seq, sent, bytes } = past;
  let ratio = FIRST_RATIO;
  let refusals = 0;
  let starving = false;
  // A picture of the page may be larger than the limit: what follows it has room all the same.
  let room = LIMIT;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pumping: Promise<void> | undefined;

  function cut(): void {
    clearTimeout(timer);
    timer = undefined;
    if (parts.length === 0 || closed) return;
    const text = `[${parts.join(",")}]`;
    queue.push({ seq, coding: "none", text, size: text.length });
    seq += 1;
    bytes += text.length;
    parts = [];
    size = 0;
    events.changed();
    pump();
  }

  /** Ends for good: nothing more is sent, nothing is left. */
  function stop(reason: string): void {
    closed = true;
    queue.length = 0;
    parts = [];
    clearTimeout(timer);
    events.stopped(reason);
  }

  function settle(batch: Batch, verdict: Verdict): void {
    if (typeof verdict === "object") return stop(verdict.stop);
    if (verdict === "again") return stop("unreachable");
    queue.shift();
    refusals = verdict === "drop" ? refusals + 1 : 0;
    if (refusals === REFUSALS) return stop("refused");
    if (verdict === "next") sent += 1;
    else events.hungry();
    ratio = Math.max((batch.bytes?.length ?? 0) / Math.max(batch.size, 1), 0.01);
    events.changed();
  }

  async function drain(): Promise<void> {
    for (let batch = queue[0]; batch && !closed; batch = queue[0]) {
      const sealed = batch.bytes ?? (await seal(batch));
      // The queue may have been emptied while the batch was compressed.
      if (closed || queue[0] !== batch) continue;
      const verdict = await events.send(batch, sealed);
      if (closed || verdict === undefined) return;
      settle(batch, verdict);
    }
    if (starving && !closed) {
      starving = false;
      events.hungry();
    }
  }

  function pump(): void {
    pumping ??= drain()
      .catch(() => stop("failed"))
      .then(() => {
        pumping = undefined;
        // What grew while the last batch was under way is due by now.
        if (!closed && queue.length > 0) pump();
      });
  }

  /** Everything that no request carries yet is dropped: half of a recording's changes cannot be played. */
  function overflow(): void {
    const flying = pumping ? queue[0] : undefined;
    for (const dropped of queue.splice(flying ? 1 : 0)) bytes -= dropped.size;
    seq = flying ? flying.seq + 1 : seq;
    parts = [];
    size = 0;
    starving = true;
    events.changed();
    pump();
  }

  function waiting(): number {
    return queue.reduce((sum, batch) => sum + (batch.bytes?.length ?? batch.size), size);
  }

  // Once the caller has this outbox in hand, what the last page left goes first.
  if (queue.length + parts.length > 0) {
    void Promise.resolve().then(() => {
      cut();
      if (!closed && queue.length > 0) pump();
    });
  }

  return {
    add(json) {
      if (closed || starving) return false;
      const before = waiting();
      // A large picture goes where nothing waits but the meta event that belongs to it.
      if (before > SMALL && before + json.length > room) {
        overflow();
        return false;
      }
      if (before <= SMALL) room = Math.max(LIMIT, json.length * 2);
      parts.push(json);
      size += json.length + 1;
      if (size * ratio >= CUT_BYTES) cut();
      else timer ??= setTimeout(cut, CUT_MS);
      return true;
    },
    async flush() {
      cut();
      while (pumping) await pumping;
    },
    close() {
      const left = { batches: [...queue], rest: parts.join(",") };
      closed = true;
      queue.length = 0;
      parts = [];
      clearTimeout(timer);
      return left;
    },
    figures: () => ({ seq, sent, bytes: bytes + size }),
  };
}
