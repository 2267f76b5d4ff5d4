import type { Net } from "../src/transport";

export interface Sent {
  url: string;
  body: Uint8Array;
}

/** A network of the test's own: answers in the order given (the last one again and again), waits for nothing. */
export function fakeNet(answers: (Response | "down" | (() => Promise<Response>))[]): Net & { sent: Sent[]; waits: number[] } {
  const sent: Sent[] = [];
  const waits: number[] = [];
  return {
    sent,
    waits,
    random: () => 0,
    async wait(ms) {
      waits.push(ms);
    },
    async fetch(url, init) {
      const body = typeof init.body === "string" ? new TextEncoder().encode(init.body) : (init.body as Uint8Array);
      const answer = answers[Math.min(sent.length, answers.length - 1)];
      sent.push({ url, body });
      if (answer === undefined || answer === "down") throw new TypeError("no network");
      return typeof answer === "function" ? await answer() : answer.clone();
    },
  };
}

export function answer(status: number, headers: Record<string, string> = {}): Response {
  return new Response(status === 202 || status === 204 ? null : "{}", { status, headers });
}

export function json(status: number, said: unknown): Response {
  return new Response(JSON.stringify(said), { status });
}

/** The header line of a batch's body, and the text after it, inflated. */
export async function unpack(body: Uint8Array): Promise<{ grant: string; seq: number; coding: string; events: { type: number; timestamp: number }[] }> {
  const end = body.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(body.slice(0, end)));
  const bytes = body.slice(end + 1);
  const stream = new Blob([bytes]).stream();
  const plain = head.coding === "gzip" ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
  return { ...head, events: JSON.parse(await new Response(plain).text()) };
}

/** A storage that lives as long as the test. */
export function fakeShelf(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    clear: () => items.clear(),
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}
