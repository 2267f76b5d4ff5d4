export type Coding = "gzip" | "none";

/** One numbered batch. Once `bytes` are there they never change: the server knows a batch by its digest. */
export interface Batch {
  seq: number;
  coding: Coding;
  /** The JSON array, until it is turned into bytes. */
  text?: string;
  bytes?: Uint8Array<ArrayBuffer>;
  /** Uncompressed size. */
  size: number;
}

export function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>;
}

/** The body of `POST /v1/batches`: one line of JSON, then the bytes. */
export function frame(grant: string, batch: Pick<Batch, "seq" | "coding">, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = encode(`${JSON.stringify({ grant, seq: batch.seq, coding: batch.coding })}\n`);
  const body = new Uint8Array(head.length + bytes.length);
  body.set(head);
  body.set(bytes, head.length);
  return body;
}

/** Turns a batch's text into its final bytes: compressed where the browser can, outside the main thread's way. */
export async function seal(batch: Batch): Promise<Uint8Array<ArrayBuffer>> {
  const plain = encode(batch.text ?? "[]");
  let bytes = plain;
  let coding: Coding = "none";
  if (typeof CompressionStream === "function") {
    try {
      const packed = new Blob([plain]).stream().pipeThrough(new CompressionStream("gzip"));
      bytes = new Uint8Array(await new Response(packed).arrayBuffer());
      coding = "gzip";
    } catch {
      // Sent as it is, then.
    }
  }
  // A page that went meanwhile has sealed the batch uncompressed: those bytes stand.
  if (batch.bytes) return batch.bytes;
  batch.coding = coding;
  batch.bytes = bytes;
  delete batch.text;
  return bytes;
}

/** The same at once, for a page that goes: there is no time to compress. */
export function sealNow(batch: Batch): Uint8Array<ArrayBuffer> {
  if (!batch.bytes) {
    batch.bytes = encode(batch.text ?? "[]");
    batch.coding = "none";
    delete batch.text;
  }
  return batch.bytes;
}

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
