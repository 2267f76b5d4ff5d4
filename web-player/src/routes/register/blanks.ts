import type { RegisterDocument } from "../../api/register";

/** How many places of a document are left for a person to complete. */
export function countBlanks(document: RegisterDocument): number {
  if (document.document === "conformance") return 0;
  const validation = document.document === "dpia" ? [document.validation] : [];
  const entries = [...document.sections, ...validation].flatMap((section) => section.entries);
  const left = entries.filter((entry) => entry.to_complete !== undefined).length;
  const perRisk = ["impacts", "severity", "likelihood"].length;
  return document.document === "dpia" ? left + perRisk * document.risks.rows.length : left;
}
