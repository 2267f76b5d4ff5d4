import { readPage } from "../reading";
import type { RecordingPage } from "../reading";
import type { operations } from "../schema";
import type { Purpose } from "../terms";
import { client, content } from "./http";

/** Which recordings are asked for, as the server reads it. Days are those of UTC, both ends included. */
export type Wanted = Omit<NonNullable<operations["list_recordings"]["parameters"]["query"]>, "purpose" | "limit" | "cursor">;

export const EVERYTHING: Wanted = {};

/** How many recordings a page holds. */
export const PAGE_SIZE = 50;

export async function listRecordings(
  of: { site: string; purpose: Purpose; wanted: Wanted; cursor?: string | undefined },
  signal: AbortSignal,
): Promise<RecordingPage> {
  const query = { ...of.wanted, purpose: of.purpose, limit: PAGE_SIZE, ...(of.cursor && { cursor: of.cursor }) };
  const params = { path: { site: of.site }, query };
  return readPage(await content(client.GET("/api/sites/{site}/recordings", { params, signal })));
}
