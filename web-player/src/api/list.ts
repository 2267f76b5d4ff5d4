import { readPage } from "../reading";
import type { RecordingPage } from "../reading";
import type { Device, DurationBand, Purpose } from "../terms";
import { client, content } from "./http";

/** Which recordings are asked for. Days are those of UTC, both ends included; an empty list leaves all in. */
export interface Wanted {
  from?: string | undefined;
  to?: string | undefined;
  duration: readonly DurationBand[];
  device: readonly Device[];
}

export const EVERYTHING: Wanted = { duration: [], device: [] };

/** How many recordings a page holds. */
export const PAGE_SIZE = 50;

export async function listRecordings(
  of: { site: string; purpose: Purpose; wanted: Wanted; cursor?: string | undefined },
  signal: AbortSignal,
): Promise<RecordingPage> {
  const { from, to, duration, device } = of.wanted;
  const query = {
    purpose: of.purpose,
    limit: PAGE_SIZE,
    ...(of.cursor && { cursor: of.cursor }),
    ...(from && { from }),
    ...(to && { to }),
    ...(duration.length > 0 && { duration: duration.join(",") }),
    ...(device.length > 0 && { device: device.join(",") }),
  };
  const params = { path: { site: of.site }, query };
  return readPage(await content(client.GET("/api/sites/{site}/recordings", { params, signal })));
}
