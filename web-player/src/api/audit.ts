import { PURPOSES, oneOf } from "../terms";
import type { Purpose } from "../terms";
import type { Answer } from "./http";
import { answer, client, content } from "./http";

export type AuditEntry = ReturnType<typeof readEntry>;
export type AuditPage = Awaited<ReturnType<typeof listEntries>>;
export type Person = AuditPage["people"][number];

/** Which entries are asked for. Days are those of UTC, both ends included; what is absent leaves none out. */
export interface WantedEntries {
  from?: string | undefined;
  to?: string | undefined;
  events: readonly string[];
  actor?: string | undefined;
  member?: string | undefined;
  site?: string | undefined;
  purpose?: Purpose | undefined;
}

/** Where the whole log is taken out, whatever is listed. */
export const EXPORT_ADDRESS = "/api/audit/export";

function readEntry(given: Answer<"/api/audit">["entries"][number]) {
  return { ...given, purpose: oneOf(PURPOSES, given.purpose) };
}

/** Lists entries with lower numbers than `before`, newest first. */
export async function listEntries({ events, ...wanted }: WantedEntries, before: number | undefined, signal: AbortSignal) {
  const said = { ...wanted, event: events.join(","), cursor: before };
  const query = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== ""));
  const page = await content(client.GET("/api/audit", { params: { query }, signal }));
  return { ...page, entries: page.entries.map(readEntry) };
}

/** Erases the words beside an entry, for good. */
export async function eraseWords(number: number): Promise<void> {
  await answer(client.DELETE("/api/audit/{number}/words", { params: { path: { number } } }));
}
