import type { components } from "../schema";
import type { Purpose } from "../terms";
import { answer, client, content } from "./http";

/** Filters that someone saved under a name. */
export type View = components["schemas"]["View"];

export async function listViews(site: string, purpose: Purpose, signal: AbortSignal): Promise<View[]> {
  const params = { path: { site }, query: { purpose } };
  return (await content(client.GET("/api/sites/{site}/views", { params, signal }))).views;
}

export async function saveView(site: string, view: { purpose: Purpose; name: string; query: string }): Promise<string> {
  const saving = client.POST("/api/sites/{site}/views", { params: { path: { site } }, body: view });
  return (await content(saving)).id;
}

export async function deleteView(site: string, view: string): Promise<void> {
  await answer(client.DELETE("/api/sites/{site}/views/{view}", { params: { path: { site, view } } }));
}
