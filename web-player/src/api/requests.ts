import { readPage } from "../reading";
import type { RecordingPage } from "../reading";
import type { components } from "../schema";
import type { Purpose } from "../terms";
import { client, content } from "./http";

type Schemas = components["schemas"];
export type LetterKind = Schemas["LetterKind"];
export type LetterLanguage = Schemas["Language"];

/** Whose request, and which. It goes in bodies alone: addresses are logged on their way. */
export interface CustomerRequest {
  site: string;
  purpose: Purpose;
  identifier: string;
  reference: string;
}

/** What there is of a customer. */
export interface OfTheirs extends RecordingPage {
  kept: number;
  awaiting_verdict: number;
}

const AT = "/api/sites/{site}/requests";

function asked<More extends object>({ site, ...of }: CustomerRequest, more: More) {
  return { params: { path: { site } }, body: { ...of, ...more } };
}

/** Lists what there is. That it was looked for is logged. */
export async function findRequested(request: CustomerRequest, cursor: string | undefined, signal: AbortSignal): Promise<OfTheirs> {
  const found = await content(client.POST(AT, { ...asked(request, cursor === undefined ? {} : { cursor }), signal }));
  return { ...found, ...readPage(found) };
}

/** Takes one recording out, as a page that plays alone. */
export async function archiveRequested(request: CustomerRequest, recording: string): Promise<Blob> {
  return content(client.POST(`${AT}/archive`, { ...asked(request, { recording }), parseAs: "blob" }));
}

/** Erases some of all there is, and answers the certificates and how many are left. */
export async function eraseRequested(request: CustomerRequest): Promise<Schemas["Erased"]> {
  return content(client.POST(`${AT}/erasure`, asked(request, {})));
}

/** Restricts some of all there is, or lifts that. */
export async function restrictRequested(request: CustomerRequest, restricted: boolean): Promise<Schemas["Reached"]> {
  return content(client.POST(`${AT}/restriction`, asked(request, { restricted })));
}

/** Puts what they say beside a recording; nothing takes it away again. */
export async function stateRequested(request: CustomerRequest, recording: string, text: string): Promise<void> {
  await content(client.POST(`${AT}/statement`, asked(request, { recording, text })));
}

/** Writes a letter that answers, in one language. */
export async function writeLetter(
  request: CustomerRequest,
  letter: { kind: LetterKind; language: LetterLanguage; certificates: string[] },
): Promise<string> {
  return (await content(client.POST(`${AT}/letter`, asked(request, letter)))).text;
}
