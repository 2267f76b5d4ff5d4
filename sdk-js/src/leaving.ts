import { frame, sealNow, toBase64, type Batch } from "./batch";
import type { KeptBatch } from "./kept";
import type { Unsent } from "./outbox";

/** Browsers refuse more than 64 KiB of keepalive bodies at once, over everything a page sends. */
export const KEEPALIVE_BYTES = 60 * 1024;
/** What the next page finds, at most, over all streams. */
export const KEPT_CHARS = 512 * 1024;

/** What one stream has not sent, and the number that its next batch would take. */
export interface Left extends Unsent {
  grant: string;
  seq: number;
}

/** What becomes of it: bodies to send at once, and what the tab keeps for its next page. */
export interface Parting {
  bodies: Uint8Array<ArrayBuffer>[];
  batches: KeptBatch[];
  rest: string;
  seq: number;
}

/** The events that no request has carried yet, and the number of their batch. */
function untried(left: Left): { text: string; seq: number } {
  const fresh = left.batches.filter((batch) => batch.text !== undefined);
  const inside = fresh.map((batch) => batch.text?.slice(1, -1));
  return { text: [...inside, left.rest].filter(Boolean).join(","), seq: fresh[0]?.seq ?? left.seq };
}

/** Divides what is unsent of one stream, oldest first, between the requests that still go and the next page. */
function part(left: Left, room: { send: number; keep: number }): Parting {
  const { text, seq } = untried(left);
  const out: Parting = { bodies: [], batches: [], rest: "", seq };
  let inOrder = true;
  const send = (batch: Batch, bytes: Uint8Array): boolean => {
    const body = frame(left.grant, batch, bytes);
    inOrder &&= body.length <= room.send;
    if (inOrder) room.send -= body.length;
    return inOrder && out.bodies.push(body) > 0;
  };
  const keep = ({ seq, coding, size }: Batch, raw: Uint8Array): void => {
    const bytes = toBase64(raw);
    if (bytes.length > room.keep) return;
    room.keep -= bytes.length;
    out.batches.push({ seq, coding, bytes, size });
  };
  for (const batch of left.batches) {
    if (!batch.bytes) continue;
    // Tried and not acknowledged: sent and kept, since the server knows the same bytes again.
    send(batch, batch.bytes);
    keep(batch, batch.bytes);
  }
  if (text === "") return out;
  const last: Batch = { seq, coding: "none", text: `[${text}]`, size: text.length };
  const bytes = sealNow(last);
  if (send(last, bytes)) {
    if (out.batches.length > 0) keep(last, bytes);
    out.seq += 1;
  } else if (text.length <= room.keep) {
    room.keep -= text.length;
    out.rest = text;
  }
  return out;
}

/** The same for all streams of the page, which share the room. */
export function partAll(lefts: Left[]): Parting[] {
  const room = { send: KEEPALIVE_BYTES, keep: KEPT_CHARS };
  return lefts.map((left) => part(left, room));
}
