import { answer, client, content, isApiProblem } from "./api/http";
import { readRecording, readSession } from "./reading";
import type { Recording, Session } from "./reading";

export { isApiProblem } from "./api/http";
export type { ApiProblem } from "./api/http";
export type { Recording, RecordingPage, Session, Site } from "./reading";
export type { Purpose } from "./terms";

/** Names one recording of one site. */
export interface RecordingAddress {
  site: string;
  recording: string;
}

export async function signIn(email: string, password: string): Promise<void> {
  await answer(client.POST("/api/session", { body: { email, password } }));
}

export async function signOut(): Promise<void> {
  await answer(client.DELETE("/api/session"));
}

/** Answers who is signed in, or `undefined` when nobody is. */
export async function findSession(signal: AbortSignal): Promise<Session | undefined> {
  try {
    return readSession(await content(client.GET("/api/session", { signal })));
  } catch (error) {
    if (isApiProblem(error) && error.status === 401) return undefined;
    throw error;
  }
}

export async function findRecording(path: RecordingAddress, signal: AbortSignal): Promise<Recording> {
  const url = "/api/sites/{site}/recordings/{recording}";
  return readRecording(await content(client.GET(url, { params: { path }, signal })));
}
