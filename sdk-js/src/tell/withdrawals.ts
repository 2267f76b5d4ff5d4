import { today, UNNAMED } from "../consent";
import { readKept, receiptsOf, removeStore, tabShelf, writeKept } from "../kept";
import { readLocal, writeLocal } from "../local";
import type { Decision, Purpose } from "../types";

/** Clears what the tab keeps of these purposes, and hands back the receipts that were among it. */
export function forget(site: string, purposes: readonly Purpose[]): string[] {
  const shelf = tabShelf();
  const entries = readKept(shelf, site);
  const receipts = purposes.flatMap((purpose) => {
    const entry = entries[purpose];
    removeStore(entry);
    delete entries[purpose];
    return receiptsOf(entry);
  });
  writeKept(shelf, site, entries);
  return receipts;
}

/**
 * Leaves of these purposes nothing in the browser but that their withdrawal waits; `held` are receipts known elsewhere.
 * Hands back what the server is to be told.
 */
export function withdrawFrom(site: string, purposes: readonly Purpose[], held: readonly string[], mechanism?: string): [string[], Decision?] {
  const kept = readLocal("receipts", site) ?? [];
  const taken = kept.filter(([purpose]) => purposes.includes(purpose));
  const receipts = [...new Set([...held, ...taken.map(([, receipt]) => receipt)])];
  writeLocal("receipts", site, kept.filter((entry) => !taken.includes(entry)));
  writeLocal("choice", site);
  writeLocal("pending", site, [...(readLocal("pending", site) ?? []), ...receipts.map((receipt): [string, string] => [receipt, today()])]);
  const proof = readLocal("proof", site);
  if (!proof) return [receipts];
  const isNews = purposes.some((purpose) => proof.purposes[purpose]);
  for (const purpose of purposes) {
    proof.purposes[purpose] = false;
    delete proof.since?.[purpose];
  }
  if (isNews) proof.on = "";
  const isLeft = Object.values(proof.purposes).includes(true) || Object.keys(proof.since ?? {}).length > 0;
  writeLocal("proof", site, isLeft ? proof : undefined);
  if (!isNews) return [receipts];
  return [receipts, { purposes: proof.purposes, text_version: proof.textVersion, mechanism: mechanism || UNNAMED, act: "withdrawn" }];
}
