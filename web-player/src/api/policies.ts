import type { components } from "../schema";
import type { Purpose } from "../terms";
import { answer, client, content } from "./http";

type Schemas = components["schemas"];
export type Policy = Schemas["Policy"];
export type Collection = Schemas["Collection"];
export type Trigger = Schemas["Trigger"];
export type Criterion = Schemas["Criterion"];
export type Friction = Schemas["Friction"];
export type Masking = Schemas["Masking"];
export type Identifiers = Schemas["Identifiers"];
export type Pointer = Schemas["Pointer"];
export type Nature = Schemas["Nature"];
export type LegalBasis = Schemas["LegalBasis"];
export type Framework = Schemas["Framework"];
export type FrameworkMeasure = Schemas["FrameworkMeasure"];
export type Conformance = Schemas["Conformance"];
export type Deviation = Schemas["Deviation"];
export type Judged = Schemas["Judged"];
export type PolicyWarning = Schemas["PolicyWarning"];
export type PolicyChange = Schemas["PolicyChange"];
export type Justification = Schemas["Justification"];
export type Justified = Schemas["Justified"];
export type Policies = Schemas["Policies"];
export type PolicyInForce = Schemas["PolicyInForce"];
export type PastVersion = Schemas["PastVersion"];
export type DraftView = Schemas["DraftView"];
export type Drafting = Schemas["Drafting"];
export type Stop = Schemas["Stop"];
export type Trial = Schemas["Trial"];
export type Volumes = Schemas["Volumes"];

/** Names a purpose of a site. */
export interface PurposeAddress {
  site: string;
  purpose: Purpose;
}

const DRAFT = "/api/sites/{site}/policies/{purpose}/draft";
const VERSIONS = "/api/sites/{site}/policies/{purpose}/versions";

/** The framework that policies are judged by. */
export async function findFramework(signal: AbortSignal): Promise<Framework> {
  return content(client.GET("/api/framework", { signal }));
}

/** The policies in force of a site, and its version of the texts. */
export async function listPolicies(site: string, signal: AbortSignal): Promise<Policies> {
  const params = { path: { site } };
  return content(client.GET("/api/sites/{site}/policies", { params, signal }));
}

/** All versions of a purpose's policy, newest first. */
export async function listVersions(path: PurposeAddress, signal: AbortSignal): Promise<PastVersion[]> {
  return (await content(client.GET(VERSIONS, { params: { path }, signal }))).versions;
}

export async function findDraft(path: PurposeAddress, signal: AbortSignal): Promise<DraftView> {
  return content(client.GET(DRAFT, { params: { path }, signal }));
}

/** Writes over the revision that was read, and answers what publishing it would mean. */
export async function writeDraft(path: PurposeAddress, revision: number, policy: Policy): Promise<DraftView> {
  return content(client.PUT(DRAFT, { params: { path }, body: { revision, policy } }));
}

export async function dropDraft(path: PurposeAddress, revision: number): Promise<void> {
  await answer(client.DELETE(DRAFT, { params: { path }, body: { revision } }));
}

/** Publishes the revision that was read, and answers the number of the new version. */
export async function publishDraft(
  path: PurposeAddress,
  said: { revision: number; why: string; justifications: Justified[] },
): Promise<number> {
  return (await content(client.POST(VERSIONS, { params: { path }, body: said }))).version;
}

const STOP = "/api/sites/{site}/policies/{purpose}/stop";
const TRIAL = "/api/sites/{site}/policies/{purpose}/trial";

/** Stops collecting for a purpose at once. */
export async function stopPurpose(path: PurposeAddress, why: string): Promise<void> {
  await answer(client.PUT(STOP, { params: { path }, body: { why } }));
}

/** Lets a purpose be collected again. */
export async function resumePurpose(path: PurposeAddress, why: string): Promise<void> {
  await answer(client.DELETE(STOP, { params: { path }, body: { why } }));
}

/** Tries the revision that was read on the site's test origins. */
export async function beginTrial(path: PurposeAddress, revision: number): Promise<void> {
  await content(client.POST(TRIAL, { params: { path }, body: { revision } }));
}

export async function endTrial(path: PurposeAddress): Promise<void> {
  await answer(client.DELETE(TRIAL, { params: { path } }));
}

/** What there is of a purpose and what goes, by day. */
export async function findVolumes({ site, purpose }: PurposeAddress, signal: AbortSignal): Promise<Volumes> {
  const params = { path: { site }, query: { purpose } };
  return content(client.GET("/api/sites/{site}/volumes", { params, signal }));
}
