const LONG_ENOUGH_MS = 60_000;

/** Hands the visitor these receipts as a file: their recordings are kept, and the browser forgets them. */
export function handOver(origin: string, site: string, receipts: readonly string[]): void {
  const text = [`${origin}/r/`, "", ...receipts, ""].join("\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = `revoir-${site}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LONG_ENOUGH_MS);
}
