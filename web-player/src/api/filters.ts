import type { components } from "../schema";
import type { Purpose } from "../terms";
import { client, content } from "./http";

/** What the recordings that there are can be filtered by. */
export type Terms = components["schemas"]["Filters"];

export async function listTerms(site: string, purpose: Purpose, signal: AbortSignal): Promise<Terms> {
  const params = { path: { site }, query: { purpose } };
  return content(client.GET("/api/sites/{site}/filters", { params, signal }));
}
