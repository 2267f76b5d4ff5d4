import type { Facts } from "./consent";
import { post, type Net } from "./transport";
import type { Policy } from "./types";

export interface Identity {
  id: string;
  proof?: string | undefined;
}

/** What the server says to a purpose that asks to be recorded. */
export type Opening = { grant: string } | { drawn: false } | { stop: string };

const STOPS: Record<number, string> = {
  400: "unreadable-request",
  403: "origin-not-allowed",
  404: "site-not-found",
  409: "policy-changed",
  422: "consent-not-valid",
};

/** Asks for a grant. The user's identifier goes along only under I2 and I3. */
export async function askGrant(
  net: Net,
  place: { origin: string; site: string },
  ask: { policy: Policy; facts: Facts; receiptHash: string; identity: Identity | undefined },
  signal: AbortSignal,
): Promise<Opening> {
  const body = {
    site: place.site,
    purpose: ask.policy.purpose,
    policy_version: ask.policy.policy_version,
    consent: ask.facts,
    receipt_hash: ask.receiptHash,
    pseudonym_input: ask.policy.identifiers === "I1" ? undefined : ask.identity,
  };
  const answer = await post(net, `${place.origin}/v1/grants`, JSON.stringify(body), signal);
  if (!answer) return { stop: "unreachable" };
  if (!answer.ok) return { stop: STOPS[answer.status] ?? "refused" };
  const said: unknown = await answer.json().catch(() => undefined);
  if (typeof said !== "object" || said === null) return { stop: "refused" };
  if ("grant" in said && typeof said.grant === "string") return { grant: said.grant };
  return "drawn" in said && said.drawn === false ? { drawn: false } : { stop: "refused" };
}
