import { PURPOSES, oneOf } from "../terms";
import type { Purpose } from "../terms";
import type { Answer } from "./http";
import { client, content } from "./http";

export type Deletion = ReturnType<typeof readDeletion>;

const REASONS = ["visitor_asked", "collected_by_mistake", "no_longer_needed", "other"] as const;

function readDeletion(given: Answer<"/api/sites/{site}/erasures">["erasures"][number]) {
  return { ...given, purpose: oneOf(PURPOSES, given.purpose), reason: oneOf(REASONS, given.reason) };
}

/** Lists what was erased of one purpose, newest first. */
export async function listDeletions(
  of: { site: string; purpose: Purpose; cursor?: string | undefined },
  signal: AbortSignal,
): Promise<{ deletions: Deletion[]; next?: string | undefined }> {
  const query = { purpose: of.purpose, ...(of.cursor && { cursor: of.cursor }) };
  const params = { path: { site: of.site }, query };
  const page = await content(client.GET("/api/sites/{site}/erasures", { params, signal }));
  return { deletions: page.erasures.map(readDeletion), next: page.next };
}
