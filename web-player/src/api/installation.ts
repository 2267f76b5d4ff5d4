import { oneOf } from "../terms";
import type { Answer } from "./http";
import { client, content } from "./http";
import type { Handover } from "./members";

export type Installation = ReturnType<typeof readInstallation>;
export type Organisation = Answer<"/api/organisations">["organisations"][number];
export type Warning = (typeof WARNINGS)[number];

/** In the order in which they should be dealt with. */
export const WARNINGS = [
  "keys_not_writable",
  "sweep_late",
  "disk_low",
  "jobs_failing",
  "not_https",
  "demo_accounts",
  "no_mail",
] as const;

function readInstallation(given: Answer<"/api/installation">) {
  return {
    ...given,
    warnings: WARNINGS.filter((code) => given.warnings.includes(code)),
    /** Warnings of a newer server, as it names them. */
    otherWarnings: given.warnings.filter((code) => oneOf(WARNINGS, code) === undefined),
  };
}

export async function findInstallation(signal: AbortSignal): Promise<Installation> {
  return readInstallation(await content(client.GET("/api/installation", { signal })));
}

export async function listOrganisations(signal: AbortSignal): Promise<Organisation[]> {
  return (await content(client.GET("/api/organisations", { signal }))).organisations;
}

export async function addOrganisation(body: { name: string; owner: { email: string; name: string } }): Promise<Handover> {
  return content(client.POST("/api/organisations", { body }));
}
