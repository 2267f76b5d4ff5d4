import type { components } from "../schema";
import { client, content } from "./http";

type Schemas = components["schemas"];
export type SiteTexts = Schemas["SiteTexts"];
export type Told = Schemas["Told"];

/** Reads what visitors of a site are told, in both languages, and the versions that there were. */
export async function findTexts(site: string, signal: AbortSignal): Promise<SiteTexts> {
  return content(client.GET("/api/sites/{site}/texts", { params: { path: { site } }, signal }));
}

/** Where the proofs of consent of a site are taken out. */
export function addressOfProofs(site: string): string {
  return `/api/sites/${encodeURIComponent(site)}/proofs/export`;
}

/** The page that tells visitors everything, in one language. */
export function addressOfTransparency(site: string, language: string): string {
  return `/t/${encodeURIComponent(site)}?lang=${language}`;
}
