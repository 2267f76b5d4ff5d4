/** Receipts as they come: in the address's fragment, pasted, or in the file that was handed over. */

/** How many a page takes. */
const MOST = 500;

/** Reads the receipts in a text, each once: whatever has 64 hex digits. */
export function readReceipts(text: string): string[] {
  const found = text.toLowerCase().match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g) ?? [];
  return [...new Set(found)].slice(0, MOST);
}

/** The same in another order, which tells nothing of the one they were made in. */
export function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [one, another] = [mixed[at], mixed[other]];
    if (one === undefined || another === undefined) continue;
    mixed[at] = another;
    mixed[other] = one;
  }
  return mixed;
}
