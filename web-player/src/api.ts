import createClient from "openapi-fetch";
import { readPage, readRecording, readSession } from "./reading";
import type { Recording, RecordingPage, Session } from "./reading";
import type { paths } from "./schema";
import type { Purpose } from "./terms";

export type { Recording, RecordingPage, Session, Site } from "./reading";
export type { Purpose } from "./terms";

/** Names one recording of one site. */
export interface RecordingAddress {
  site: string;
  recording: string;
}

/** Why a request did not succeed. `status` is 0 when no answer came, 200 when the answer was unreadable. */
export interface ApiProblem extends Error {
  readonly status: number;
  readonly type: string;
  readonly retryAfterSeconds: number | undefined;
}

const client = createClient<paths>({ baseUrl: "", credentials: "same-origin" });

function problem(status: number, type: string, retryAfterSeconds?: number): ApiProblem {
  return Object.assign(new Error(`${type} (${status})`), { status, type, retryAfterSeconds });
}

/** Says whether a thrown value is one of ours. */
export function isApiProblem(error: unknown): error is ApiProblem {
  return error instanceof Error && "status" in error && "type" in error;
}

function problemFrom(response: Response, body: unknown): ApiProblem {
  const type =
    typeof body === "object" && body !== null && "type" in body && typeof body.type === "string"
      ? body.type
      : "about:blank";
  const seconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  return problem(response.status, type, Number.isNaN(seconds) ? undefined : seconds);
}

/** Waits for an answer; throws an `ApiProblem` for every other outcome. */
async function answer<T>(request: Promise<{ data?: T; error?: unknown; response: Response }>) {
  const { data, error, response } = await request.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw problem(cause instanceof SyntaxError ? 200 : 0, String(cause));
  });
  if (!response.ok) throw problemFrom(response, error);
  return data;
}

async function content<T>(request: Promise<{ data?: T; error?: unknown; response: Response }>) {
  const data = await answer(request);
  if (data === undefined) throw problem(200, "no content");
  return data;
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

export async function listRecordings(
  of: { site: string; purpose: Purpose; cursor?: string | undefined },
  signal: AbortSignal,
): Promise<RecordingPage> {
  const query = { purpose: of.purpose, limit: 50, ...(of.cursor && { cursor: of.cursor }) };
  const params = { path: { site: of.site }, query };
  return readPage(await content(client.GET("/api/sites/{site}/recordings", { params, signal })));
}

export async function findRecording(path: RecordingAddress, signal: AbortSignal): Promise<Recording> {
  const url = "/api/sites/{site}/recordings/{recording}";
  return readRecording(await content(client.GET(url, { params: { path }, signal })));
}

/** Fetches what has arrived of a recording. What the events hold is not trusted. */
export async function listEvents(path: RecordingAddress, signal: AbortSignal): Promise<unknown[]> {
  const url = "/api/sites/{site}/recordings/{recording}/events";
  const events: unknown = await content(client.GET(url, { params: { path }, signal }));
  if (!Array.isArray(events)) throw problem(200, "not an array");
  return events;
}

export async function eraseRecording(path: RecordingAddress): Promise<void> {
  await answer(client.DELETE("/api/sites/{site}/recordings/{recording}", { params: { path } }));
}
