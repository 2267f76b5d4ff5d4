/** What the page asks of the server: one receipt a request, in a body. Nothing is kept. */

/** A recording as its visitor is told of it. */
export interface Own {
  purpose: "support" | "ux" | "errors";
  state: "open" | "settled";
  awaits_verdict: boolean;
  kept_after_withdrawal: boolean;
  opened_hour: string;
  duration_band?: "under_1_min" | "under_5_min" | "under_15_min" | "under_30_min" | "over_30_min";
  entry_route?: string;
  device: "desktop" | "tablet" | "mobile" | "unknown";
  browser: string;
  expires_at?: string;
  restricted_until?: string;
  statement?: string;
}

/** The answer to a withdrawal of what its policy keeps all the same. */
const KEPT = 200;

/** Why something was not done. */
export type Why = "gone" | "locked" | "failed";

export class Refused extends Error {
  readonly why: Why;

  constructor(why: Why) {
    super(why);
    this.why = why;
  }
}

/** Asks with one receipt; waits while there are too many requests. `onWait` hears of that. */
async function ask(path: string, body: object, onWait: () => void): Promise<Response> {
  const sent = { method: "POST", body: JSON.stringify(body), credentials: "omit", cache: "no-store" } as const;
  const answer = await fetch(path, sent).catch(() => undefined);
  if (answer === undefined) throw new Refused("failed");
  if (answer.status === 429) {
    onWait();
    const seconds = Number(answer.headers.get("retry-after")) || 10;
    await pause(Math.min(seconds, 60) * 1_000);
    return ask(path, body, onWait);
  }
  if (answer.ok) return answer;
  if (answer.status === 404 || answer.status === 410) throw new Refused("gone");
  throw new Refused(answer.status === 423 ? "locked" : "failed");
}

export function createServer(onWait: () => void) {
  const post = (what: string, receipt: string, more: object = {}) =>
    ask(`/v1/receipts/${what}`, { receipt, ...more }, onWait);
  return {
    find: async (receipt: string) => (await (await post("recording", receipt)).json()) as Own,
    events: (receipt: string) => post("events", receipt).then(whole((answer) => answer.arrayBuffer())),
    file: (what: "archive" | "events", receipt: string) => post(what, receipt).then(whole((answer) => answer.blob())),
    erase: (receipt: string) => post("erasure", receipt),
    restrict: (receipt: string, restricted: boolean) => post("restriction", receipt, { restricted }),
    state: (receipt: string, text: string) => post("statement", receipt, { text }),
    /** True where the recording has ended and is kept. */
    withdraw: async (receipt: string) => (await ask("/v1/withdrawals", { receipt }, onWait)).status === KEPT,
  };
}

export type Server = ReturnType<typeof createServer>;

/** What breaks off on its way is no file. */
function whole<T>(read: (answer: Response) => Promise<T>): (answer: Response) => Promise<T> {
  return (answer) =>
    read(answer).catch(() => {
      throw new Refused("gone");
    });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
