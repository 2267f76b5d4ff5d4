import type { components } from "../schema";
import type { PurposeAddress } from "./policies";
import { answer, client, content } from "./http";

type Schemas = components["schemas"];
export type Concern = Schemas["ConcernView"];
export type Concerned = Schemas["ConcernedList"];
export type ConcernedRecording = Schemas["ConcernedView"];
export type Incident = Schemas["IncidentView"];
export type Incidents = Schemas["IncidentList"];
export type Freeze = Schemas["FreezeView"];
export type Notices = Schemas["Notices"];

/** Lists what would be concerned, and who has seen it. That it was looked at is logged. */
export async function findConcerned(site: string, concern: Concern, signal: AbortSignal): Promise<Concerned> {
  const params = { path: { site }, query: concern };
  return content(client.GET("/api/sites/{site}/concerned", { params, signal }));
}

/** The incidents of a site with their clocks, and what is frozen. */
export async function listIncidents(site: string, signal: AbortSignal): Promise<Incidents> {
  return content(client.GET("/api/sites/{site}/incidents", { params: { path: { site } }, signal }));
}

/** Tells of an incident: its 72 hours run from when it was known. */
export async function tellIncident(site: string, concerns: Concern, learnedAt: string): Promise<void> {
  const body = { concerns, learned_at: learnedAt };
  await content(client.POST("/api/sites/{site}/incidents", { params: { path: { site } }, body }));
}

/** Both notices of an incident, in both languages. */
export async function findNotices(site: string, incident: string, signal: AbortSignal): Promise<Notices> {
  const params = { path: { site, incident } };
  return content(client.GET("/api/sites/{site}/incidents/{incident}/notices", { params, signal }));
}

const FREEZE = "/api/sites/{site}/freezes/{purpose}";

/** From now on nobody watches recordings of a purpose. */
export async function freezeWatching(path: PurposeAddress, why: string): Promise<void> {
  await answer(client.PUT(FREEZE, { params: { path }, body: { why } }));
}

/** Lets recordings of a purpose be watched again. */
export async function thawWatching(path: PurposeAddress, why: string): Promise<void> {
  await answer(client.DELETE(FREEZE, { params: { path }, body: { why } }));
}
