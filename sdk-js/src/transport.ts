import { QUIET } from "./quiet";

/** At most so many tries for one request; then the server counts as unreachable. */
export const TRIES = 6;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 300_000;
const TIMEOUT_MS = 20_000;

/** The world as the transport sees it; tests hand in their own. */
export interface Net {
  fetch(url: string, init: RequestInit): Promise<Response>;
  wait(ms: number, signal: AbortSignal): Promise<void>;
  random(): number;
}

/** What an answer means: go on, go on without this batch, try the same bytes again, or stop for good. */
export type Verdict = "next" | "taken" | "drop" | "again" | { stop: string };

const STOPS: Record<number, string> = {
  401: "grant-not-valid",
  403: "origin-not-allowed",
  404: "site-not-found",
  410: "recording-gone",
  413: "too-large",
};

/** Reads the status of an answer to a batch; undefined is a network failure. */
export function judge(status: number | undefined): Verdict {
  if (status === undefined || status === 408 || status === 429 || status >= 500) return "again";
  if (status < 300) return "next";
  // Another page of this tab has used the number; what this batch held is lost.
  if (status === 409) return "taken";
  const stop = STOPS[status];
  return stop ? { stop } : "drop";
}

/** How long to wait before the next try: doubling with jitter, and never less than the server asked for. */
export function pause(attempt: number, retryAfter: string | null, random: number): number {
  const backoff = FIRST_WAIT_MS * 2 ** attempt * (1 + random / 2);
  const asked = Number(retryAfter ?? 0) * 1000;
  return Math.min(Math.max(backoff, asked > 0 ? asked : 0), LONGEST_WAIT_MS);
}

async function once(net: Net, url: string, body: BodyInit, signal: AbortSignal): Promise<Response | undefined> {
  const timer = new AbortController();
  const giveUp = (): void => timer.abort();
  const timeout = setTimeout(giveUp, TIMEOUT_MS);
  signal.addEventListener("abort", giveUp);
  try {
    return await net.fetch(url, {
      ...QUIET,
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body,
      signal: timer.signal,
    });
  } catch {
    return undefined;
  } finally {
    clearTimeout(timeout);
    signal.removeEventListener("abort", giveUp);
  }
}

/**
 * Posts the same bytes until there is an answer that is not "try again", at most `TRIES` times.
 * Undefined when the signal or the number of tries ended it.
 */
export async function post(net: Net, url: string, body: BodyInit, signal: AbortSignal): Promise<Response | undefined> {
  for (let attempt = 0; attempt < TRIES && !signal.aborted; attempt += 1) {
    const answer = await once(net, url, body, signal);
    if (signal.aborted) return undefined;
    if (answer && judge(answer.status) !== "again") return answer;
    if (attempt + 1 < TRIES) {
      await net.wait(pause(attempt, answer?.headers.get("Retry-After") ?? null, net.random()), signal);
    }
  }
  return undefined;
}

/** Waits, unless the signal ends it earlier. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      done();
    });
  });
}
