import { readPage } from "../reading";
import type { RecordingPage } from "../reading";
import type { Purpose } from "../terms";
import { client, content } from "./http";
import { PAGE_SIZE } from "./list";

/** Finds the recordings of one customer. The identifier goes in the body: addresses are logged on their way. */
export async function lookUp(
  of: { site: string; purpose: Purpose; identifier: string; cursor?: string | undefined },
  signal: AbortSignal,
): Promise<RecordingPage> {
  const { purpose, identifier, cursor } = of;
  const body = { purpose, identifier, limit: PAGE_SIZE, ...(cursor && { cursor }) };
  const params = { path: { site: of.site } };
  return readPage(await content(client.POST("/api/sites/{site}/lookups", { params, body, signal })));
}
