/** Whether the browser offers hashing here: it does in secure contexts only. */
export function canDigest(): boolean {
  return typeof crypto === "object" && crypto.subtle !== undefined;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** A receipt: 32 random bytes, with which a visitor later sees and erases one recording. */
export async function drawReceipt(): Promise<{ receipt: string; hash: string }> {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return { receipt: toHex(bytes), hash: await sha256Hex(bytes) };
}

/** A short digest of a user's identifier: enough to see that it has changed. */
export async function digestId(id: string): Promise<string> {
  const hash = await sha256Hex(new TextEncoder().encode(id) as Uint8Array<ArrayBuffer>);
  return hash.slice(0, 16);
}
