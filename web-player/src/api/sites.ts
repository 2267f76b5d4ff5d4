import { PURPOSES } from "../terms";
import type { Answer } from "./http";
import { answer, client, content } from "./http";

export type SiteSettings = ReturnType<typeof readSettings>;
export type Sighting = Answer<"/api/sites/{site}/sightings">["sightings"][number];
export type SiteToken = Answer<"/api/sites/{site}/tokens">["tokens"][number];
export type SiteWarning = Answer<"/api/sites/{site}/warnings">["warnings"][number];

function readSettings(given: Answer<"/api/sites">["sites"][number]) {
  const purposes = PURPOSES.flatMap((purpose) => {
    const inForce = given.purposes.find((one) => one.purpose === purpose);
    return inForce ? [{ purpose, version: inForce.version }] : [];
  });
  return { ...given, purposes };
}

export async function listSites(signal: AbortSignal): Promise<SiteSettings[]> {
  return (await content(client.GET("/api/sites", { signal }))).sites.map(readSettings);
}

export async function addSite(site: { key: string; name: string; origins: string[] }): Promise<void> {
  await content(client.POST("/api/sites", { body: site }));
}

export async function changeSite(site: string, change: { name?: string; origins?: string[]; test_origins?: string[] }): Promise<void> {
  await answer(client.PATCH("/api/sites/{site}", { params: { path: { site } }, body: change }));
}

/** Lists whose pages asked for the site's policy lately, newest first. */
export async function listSightings(site: string, signal: AbortSignal): Promise<Sighting[]> {
  const params = { path: { site } };
  return (await content(client.GET("/api/sites/{site}/sightings", { params, signal }))).sightings;
}

/** Lists where the server had to mask what the site's pages sent, the most frequent first. */
export async function listWarnings(site: string, signal: AbortSignal): Promise<SiteWarning[]> {
  const params = { path: { site } };
  return (await content(client.GET("/api/sites/{site}/warnings", { params, signal }))).warnings;
}

/** Lists the tokens by which programs tell of a site, newest first. */
export async function listTokens(site: string, signal: AbortSignal): Promise<SiteToken[]> {
  const params = { path: { site } };
  return (await content(client.GET("/api/sites/{site}/tokens", { params, signal }))).tokens;
}

/** Makes a token, which is shown this once. */
export async function makeToken(site: string, token: { name: string; until: string }): Promise<string> {
  return (await content(client.POST("/api/sites/{site}/tokens", { params: { path: { site } }, body: token }))).token;
}

export async function revokeToken(site: string, token: string): Promise<void> {
  await answer(client.DELETE("/api/sites/{site}/tokens/{token}", { params: { path: { site, token } } }));
}
