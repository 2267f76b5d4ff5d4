import { isOlder, MECHANISM_LENGTH, today } from "../consent";
import { readLocal, writeLocal } from "../local";
import { QUIET } from "../quiet";
import type { Decision } from "../types";
import { handOver } from "./hand";

const TRIES = 4;
/** A withdrawal that the server never heard of is given up. */
const PENDING_DAYS = 7;
/** The answer to a withdrawal of what its policy keeps all the same. */
const KEPT = 200;

/** Posts what outlives the page, a few times; the status of the answer, if there is one that stands. */
async function post(address: string, body: unknown): Promise<number | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (attempt > 0) await new Promise((done) => setTimeout(done, 500 * 2 ** attempt));
    try {
      const headers = { "Content-Type": "text/plain" };
      const { status } = await fetch(address, { ...QUIET, method: "POST", keepalive: true, headers, body: JSON.stringify(body) });
      if (status < 500 && status !== 408 && status !== 429) return status;
    } catch {
      // Offline: the next attempt follows.
    }
  }
  return undefined;
}

/** Tells the server of a decision; false if it does not accept the text. What was not heard is told by a later page. */
export async function tellDecision(origin: string, site: string, decision: Decision): Promise<boolean> {
  const mechanism = [...String(decision.mechanism)].slice(0, MECHANISM_LENGTH).join("");
  const status = await post(`${origin}/v1/proofs`, { site, ...decision, mechanism });
  const kept = readLocal("proof", site);
  // A later decision may have taken its place.
  const isSame = kept?.textVersion === decision.text_version && JSON.stringify(kept.purposes) === JSON.stringify(decision.purposes);
  if (isSame && status && status < 300) writeLocal("proof", site, { ...kept, on: today() });
  return status !== 409;
}

/** Tells the server of these withdrawals and of those that wait; what it does not hear now waits for the network, or the next page. */
export async function tellWithdrawals(origin: string, site: string, receipts: readonly string[]): Promise<void> {
  const read = (): [string, string][] => readLocal("pending", site) ?? [];
  const waiting = read().filter(([, day]) => !isOlder(day, PENDING_DAYS));
  writeLocal("pending", site, waiting);
  const all = new Set([...receipts, ...waiting.map(([receipt]) => receipt)]);
  const unheard: string[] = [];
  const kept: string[] = [];
  for (const told of [...all].map(async (receipt) => ({ receipt, status: await post(`${origin}/v1/withdrawals`, { receipt }) }))) {
    const { receipt, status } = await told;
    if (status) writeLocal("pending", site, read().filter(([other]) => other !== receipt));
    else unheard.push(receipt);
    if (status === KEPT) kept.push(receipt);
  }
  if (kept.length > 0) handOver(origin, site, kept);
  if (unheard.length > 0) window.addEventListener("online", () => void tellWithdrawals(origin, site, unheard), { once: true });
}
