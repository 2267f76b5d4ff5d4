import { readKept, writeKept, type Shelf } from "./kept";
import { QUIET } from "./quiet";
import { PURPOSES, type Purpose } from "./types";

/** Clears what the tab keeps of these purposes, and hands back the receipts that were among it. */
export function forget(shelf: Shelf | undefined, site: string, purposes: readonly Purpose[] = PURPOSES): string[] {
  const entries = readKept(shelf, site);
  const receipts: string[] = [];
  for (const purpose of purposes) {
    const entry = entries[purpose];
    if (entry?.drawn) receipts.push(entry.receipt, ...(entry.earlier ?? []));
    delete entries[purpose];
  }
  writeKept(shelf, site, entries);
  return receipts;
}

const TRIES = 4;

/** Tells the server of one withdrawal. The request outlives the page; a network failure is tried again. */
export async function tellWithdrawal(origin: string, receipt: string): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    try {
      const answer = await fetch(`${origin}/v1/withdrawals`, {
        ...QUIET,
        method: "POST",
        keepalive: true,
        headers: { "Content-Type": "text/plain" },
        body: JSON.stringify({ receipt }),
      });
      if (answer.status < 500 && answer.status !== 408 && answer.status !== 429) return;
    } catch {
      // Offline: the next attempt follows.
    }
    if (attempt + 1 < TRIES) await new Promise((done) => setTimeout(done, 1000 * 2 ** attempt));
  }
}
