import { queryOptions } from "@tanstack/react-query";
import { findDocument } from "../../api/register";
import type { DocumentKind } from "../../api/register";
import { findStatement } from "../../api/statements";
import type { Purpose } from "../../terms";

/** A document as the policies in force make it. Each reading is logged: what was just read is not read again. */
export function documentQuery(site: string, kind: DocumentKind, language: string) {
  return queryOptions({
    queryKey: ["register", site, kind, language],
    queryFn: ({ signal }) => findDocument(site, kind, language, signal),
    staleTime: 60_000,
  });
}

/** The statement of the last day; `null` where there is none yet. */
export function statementQuery(site: string, purpose: Purpose) {
  return queryOptions({
    queryKey: ["statements", site, purpose],
    queryFn: ({ signal }) => findStatement(site, purpose, signal),
  });
}
