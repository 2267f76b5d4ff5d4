import type { components } from "../schema";
import { answer, client, content } from "./http";

export type Process = components["schemas"]["Process"];

const PROCESSES = "/api/sites/{site}/processes";

/** Lists what was filed of how visitors are asked, newest first. */
export async function listProcesses(site: string, signal: AbortSignal): Promise<Process[]> {
  return (await content(client.GET(PROCESSES, { params: { path: { site } }, signal }))).processes;
}

/** Files how visitors were asked, on a day, under a version of the texts. */
export async function fileProcess(site: string, shown: { text_version: string; taken_on: string }, file: Blob): Promise<void> {
  const sent = { body: "", bodySerializer: () => file, headers: { "content-type": "application/octet-stream" } };
  await answer(client.POST(PROCESSES, { params: { path: { site }, query: shown }, ...sent }));
}

/** Where a file of those lies. */
export function addressOfProcess(site: string, id: string): string {
  return `/api/sites/${encodeURIComponent(site)}/processes/${id}`;
}
