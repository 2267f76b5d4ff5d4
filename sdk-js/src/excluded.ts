import { fits } from "./redact/route";
import type { Policy } from "./types";

/** Which pages a policy has recorded, and what of them never is. */
type Rules = Pick<Policy, "pages" | "block">;

/** As a route's pattern fits, where `/*` at its end stands for everything below. */
export function covers(pattern: string, path: string): boolean {
  if (!pattern.endsWith("/*")) return fits(pattern, path);
  const depth = pattern.split("/").length;
  const segments = path.split("/");
  return segments.length >= depth && fits(pattern.slice(0, -2), segments.slice(0, depth - 1).join("/"));
}

/** Whether this page may be recorded at all. */
export function isRecorded({ pages }: Rules, path: string): boolean {
  const coversAny = (patterns: string[] = []): boolean => patterns.some((pattern) => covers(pattern, path));
  if (coversAny(pages?.never_record)) return false;
  return !pages?.record_only?.length || coversAny(pages.record_only);
}

/** The selectors of what is never recorded; undefined if the browser cannot read one, which would block nothing. */
export function blockedBy({ block }: Rules): string[] | undefined {
  try {
    for (const selector of block ?? []) document.createDocumentFragment().querySelector(selector);
    return block ?? [];
  } catch {
    return undefined;
  }
}
