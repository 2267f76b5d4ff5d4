import { PURPOSES, oneOf } from "../terms";
import type { Purpose } from "../terms";
import type { Answer } from "./http";
import { client, content } from "./http";

export type Deletion = ReturnType<typeof readDeletion>;

const REASONS = ["visitor_asked", "collected_by_mistake", "no_longer_needed", "other"] as const;

function readDeletion(given: Answer<"/api/sites/{site}/erasures">["erasures"][number]) {
  const { certificate } = given;
  return {
    ...given,
    purpose: oneOf(PURPOSES, given.purpose),
    reason: oneOf(REASONS, given.reason),
    diesOn: certificate === undefined ? undefined : readDiesOn(certificate),
  };
}

/** The day on which the last copy dies, as the certificate says. */
function readDiesOn(certificate: string): string | undefined {
  const said: unknown = JSON.parse(certificate);
  if (typeof said !== "object" || said === null || !("last_copy_dies_on" in said)) return undefined;
  return typeof said.last_copy_dies_on === "string" ? said.last_copy_dies_on : undefined;
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
