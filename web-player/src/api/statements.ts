import type { Purpose } from "../terms";
import { client, content } from "./http";

/** What became of a purpose's recordings on a day. */
export interface Stated {
  day: string;
  due: number;
  deleted: number;
  present: number;
  watched: number;
  oldest: string | undefined;
}

/** Where the signed statements of a purpose lie. */
export function addressOfStatements(site: string, purpose: Purpose): string {
  return `/api/sites/${encodeURIComponent(site)}/statements?purpose=${purpose}`;
}

/** The statement of the last day, where there is one. */
export async function findStatement(site: string, purpose: Purpose, signal: AbortSignal): Promise<Stated | null> {
  const params = { path: { site }, query: { purpose } };
  const { statements } = await content(client.GET("/api/sites/{site}/statements", { params, signal }));
  const last = statements.at(0);
  return last === undefined ? null : readStatement(last.document);
}

/** Reads what is signed; a number that is missing counts as none. */
export function readStatement(document: string): Stated {
  const said: unknown = JSON.parse(document);
  const fields = new Map<string, unknown>(typeof said === "object" && said !== null ? Object.entries(said) : []);
  const number = (name: string) => Number(fields.get(name) ?? 0);
  const day = fields.get("oldest_present");
  return {
    day: String(fields.get("day")),
    due: number("due"),
    deleted: number("deleted"),
    present: number("present"),
    watched: number("watched"),
    oldest: typeof day === "string" ? day : undefined,
  };
}
