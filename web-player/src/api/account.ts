import { BROWSERS, DEVICES, oneOf } from "../terms";
import type { Answer } from "./http";
import { answer, client, content } from "./http";

export type OwnSession = ReturnType<typeof readOwnSession>;
export type Link = ReturnType<typeof readLink>;

const LINK_KINDS = ["invitation", "reset"] as const;

function readOwnSession(given: Answer<"/api/sessions">["sessions"][number]) {
  return {
    ...given,
    device: oneOf(DEVICES, given.device) ?? "unknown",
    browser: oneOf(BROWSERS, given.browser) ?? "other",
  };
}

function readLink(given: Answer<"/api/link", "post">) {
  return { ...given, kind: oneOf(LINK_KINDS, given.kind) ?? "reset" };
}

export async function changePassword(current: string, chosen: string): Promise<void> {
  await answer(client.PUT("/api/password", { body: { current, new: chosen } }));
}

/** Asks for a link to choose a new password; answers whether this installation can send mail at all. */
export async function requestReset(email: string): Promise<{ mail: boolean }> {
  return content(client.POST("/api/password-resets", { body: { email } }));
}

/** Says what a link is for; the token travels in the body. */
export async function findLink(token: string, signal: AbortSignal): Promise<Link> {
  return readLink(await content(client.POST("/api/link", { body: { token }, signal })));
}

/** Chooses a password with a link, which is thereby used, and signs in. */
export async function choosePassword(token: string, password: string): Promise<void> {
  await answer(client.POST("/api/link/password", { body: { token, password } }));
}

export async function listOwnSessions(signal: AbortSignal): Promise<OwnSession[]> {
  return (await content(client.GET("/api/sessions", { signal }))).sessions.map(readOwnSession);
}

export async function endOwnSession(session: string): Promise<void> {
  await answer(client.DELETE("/api/sessions/{session}", { params: { path: { session } } }));
}

export async function endOtherSessions(): Promise<void> {
  await answer(client.DELETE("/api/sessions"));
}
