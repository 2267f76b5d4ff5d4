import { frame, fromBase64, type Batch } from "./batch";
import { VISIT_MS, type Drawn, type Ringed } from "./kept";
import type { Left, Parting } from "./leaving";
import { createOutbox } from "./outbox";
import type { RedactedEvent } from "./redact";
import { judge, post, type Net, type Verdict } from "./transport";
import type { Policy, Status } from "./types";

const META = 4;
const FULL_SNAPSHOT = 2;

/** What a stream needs of its surroundings. */
export interface StreamEnv {
  net: Net;
  origin: string;
  now(): number;
  save(entry: Drawn): void;
  /** Asks for a full snapshot, soon. */
  snapshot(): void;
  /** The stream takes no more events. */
  ended(): void;
}

/** One recording of one purpose: its grant, numbering, start and buffer are its own. */
export interface Stream {
  readonly policy: Policy;
  readonly entry: Drawn | Ringed;
  /** Takes a redacted event with its data as JSON, so that several streams share one serialisation. */
  take(event: RedactedEvent, json: string): void;
  /** Counts what was masked and what was left out. */
  count(masked: number, dropped: number): void;
  flush(): Promise<void>;
  /** Ends the recording; what it has taken is still sent. */
  finish(reason: string): void;
  /** Ends it at once and hands out what was not sent, if it is a recording; `isGone` leaves nothing behind. */
  leave(isGone?: boolean): Left | undefined;
  /** Fires the triggers of this name. */
  trigger?(name: string): boolean;
  status(): Status;
}

function batchesOf(entry: Drawn): Batch[] {
  return (entry.batches ?? []).map(({ seq, coding, bytes, size }) => ({ seq, coding, bytes: fromBase64(bytes), size }));
}

/** Writes into the entry how things stand after the page's last moment. */
export function settleEntry(entry: Drawn, parting: Parting, bytes: number): Drawn {
  const { batches, rest, seq } = parting;
  return { ...entry, seq, bytes: bytes - rest.length, batches, rest };
}

/** Goes on with the recording that `entry` describes, or begins it. */
export function createStream(env: StreamEnv, policy: Policy, entry: Drawn): Stream {
  const stop = new AbortController();
  let meta: [RedactedEvent, string] | undefined;
  let begun = false;
  let last = 0;

  async function send(batch: Batch, bytes: Uint8Array<ArrayBuffer>): Promise<Verdict | undefined> {
    const body = frame(entry.grant, batch, bytes);
    const answer = await post(env.net, `${env.origin}/v1/batches`, body, stop.signal);
    if (stop.signal.aborted) return undefined;
    return judge(answer?.status);
  }

  function save(): void {
    if (stop.signal.aborted) return;
    Object.assign(entry, outbox.figures(), { end: env.now() + VISIT_MS });
    delete entry.batches;
    delete entry.rest;
    env.save(entry);
  }

  function end(reason: string): void {
    entry.reason = reason;
    save();
    env.ended();
  }

  const outbox = createOutbox(
    { send, changed: save, hungry: env.snapshot, stopped: end },
    { seq: entry.seq, sent: entry.sent, bytes: entry.bytes, batches: batchesOf(entry), rest: entry.rest ?? "" },
  );

  function finish(reason: string): void {
    if (entry.reason) return;
    void outbox.flush();
    end(reason);
  }

  function push(event: RedactedEvent, json: string): void {
    entry.start ??= event.timestamp;
    const at = event.timestamp - entry.start;
    if (at > policy.lifespan_ms) return finish("lifespan");
    if (outbox.figures().bytes + json.length > policy.max_bytes) return finish("size");
    last = Math.max(last, at);
    begun = outbox.add(`{"type":${event.type},"data":${json},"timestamp":${last}}`);
  }

  return {
    policy,
    entry,
    count(masked, dropped) {
      if (!begun) return;
      entry.masked += masked;
      entry.dropped = (entry.dropped ?? 0) + dropped;
    },
    take(event, json) {
      if (entry.reason || stop.signal.aborted) return;
      if (!begun) {
        if (event.type === META) meta = [event, json];
        if (event.type !== FULL_SNAPSHOT || !meta) return;
        push(...meta);
        if (!begun) return;
      }
      push(event, json);
    },
    flush: () => outbox.flush(),
    finish,
    leave() {
      const { bytes, ...figures } = outbox.figures();
      Object.assign(entry, figures, { bytes, end: env.now() + VISIT_MS });
      stop.abort();
      return { ...outbox.close(), grant: entry.grant, seq: entry.seq };
    },
    status: () => ({
      purpose: policy.purpose,
      state: entry.reason ? "stopped" : "sending",
      policyVersion: policy.policy_version,
      reason: entry.reason,
      sent: outbox.figures().sent,
      masked: entry.masked,
      dropped: entry.dropped ?? 0,
    }),
  };
}
