import type { components } from "../schema";
import { LANGUAGES } from "../words/words";
import type { Language } from "../words/words";
import { client, content, problem } from "./http";

type Schemas = components["schemas"];
export type RegisterDocument = Schemas["RegisterDocument"];
export type Report = Schemas["RegisterConformance"];
export type RegisterPurpose = Schemas["RegisterPurpose"];
export type RegisterMeasure = Schemas["RegisterMeasure"];

/** The documents of the register, in their order. */
export const DOCUMENTS = ["conformance", "record", "dpia"] as const;
export type DocumentKind = (typeof DOCUMENTS)[number];

/** Where a document lies, as a page or as JSON. */
export function addressOfDocument(site: string, kind: DocumentKind, format: "html" | "json", language: Language): string {
  return `/api/sites/${encodeURIComponent(site)}/register/${kind}?format=${format}&lang=${language}`;
}

/** Reads a document, in the language of the interface. */
export async function findDocument(site: string, kind: DocumentKind, language: string, signal: AbortSignal): Promise<RegisterDocument> {
  const lang = LANGUAGES.find((known) => known === language) ?? "en";
  const params = { path: { site, document: kind }, query: { format: "json", lang } };
  const document = await content(client.GET("/api/sites/{site}/register/{document}", { params, signal }));
  if (typeof document === "string") throw problem(200, "a page where JSON was asked for");
  return document;
}
