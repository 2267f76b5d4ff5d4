import createClient from "openapi-fetch";
import type { paths } from "../schema";

/** Why a request did not succeed. `status` is 0 when no answer came, 200 when the answer was unreadable. */
export interface ApiProblem extends Error {
  readonly status: number;
  readonly type: string;
  readonly retryAfterSeconds: number | undefined;
  /** Which field of what was sent it is about, such as `collection.L1.rate`. */
  readonly field: string | undefined;
}

type Method = "get" | "post";
type Body<Answers, Status extends number> = Answers extends { [Key in Status]: { content: { "application/json": infer T } } }
  ? T
  : never;

/** What the server answers to a request that succeeded, as its document says. */
export type Answer<Path extends keyof paths, By extends Method = "get", Status extends number = 200> =
  paths[Path][By] extends { responses: infer Answers } ? Body<Answers, Status> : never;

export const client = createClient<paths>({ baseUrl: "", credentials: "same-origin" });

export function problem(status: number, type: string, retryAfterSeconds?: number, field?: string): ApiProblem {
  return Object.assign(new Error(`${type} (${status})`), { status, type, retryAfterSeconds, field });
}

/** Says whether a thrown value is one of ours. */
export function isApiProblem(error: unknown): error is ApiProblem {
  return error instanceof Error && "status" in error && "type" in error;
}

function textOf(body: unknown, name: "type" | "field"): string | undefined {
  const text = typeof body === "object" && body !== null ? Object.entries(body).find(([key]) => key === name)?.[1] : undefined;
  return typeof text === "string" ? text : undefined;
}

function problemFrom(response: Response, body: unknown): ApiProblem {
  const type = textOf(body, "type") ?? "about:blank";
  const seconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  return problem(response.status, type, Number.isNaN(seconds) ? undefined : seconds, textOf(body, "field"));
}

/** Waits for an answer; throws an `ApiProblem` for every other outcome. */
export async function answer<T>(request: Promise<{ data?: T; error?: unknown; response: Response }>) {
  const { data, error, response } = await request.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw problem(cause instanceof SyntaxError ? 200 : 0, String(cause));
  });
  if (!response.ok) throw problemFrom(response, error);
  return data;
}

/** Waits for an answer that has a body. */
export async function content<T>(request: Promise<{ data?: T; error?: unknown; response: Response }>) {
  const data = await answer(request);
  if (data === undefined) throw problem(200, "no content");
  return data;
}
