/** What an origin is, and a site's key. Pure; the server judges again. */

export type OriginFault = "empty" | "scheme" | "path" | "wildcard" | "unreadable";
export type OriginLine =
  | { text: string; origin: string }
  | { text: string; fault: OriginFault; suggestion?: string };

const MOST_KEY = 63;

/** Reads one line as an origin, or says what is wrong and what may have been meant. */
export function readOrigin(line: string): OriginLine {
  const text = line.trim();
  if (text === "loopback") return { text, origin: text };
  if (text.includes("*")) return { text, fault: "wildcard" };
  if (!/^https?:\/\//i.test(text)) return withSuggestion(text, "scheme", `https://${text}`);
  const url = parse(text);
  if (url === undefined) return { text, fault: "unreadable" };
  const isBare = url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  return isBare ? { text, origin: url.origin } : withSuggestion(text, "path", text);
}

function withSuggestion(text: string, fault: OriginFault, meant: string): OriginLine {
  if (/^[a-z]+:\/\//i.test(text) && fault === "scheme") return { text, fault };
  const origin = parse(meant)?.origin;
  const host = origin?.replace(/^https?:\/\//, "") ?? "";
  const isHost = host.includes(".") || host.startsWith("localhost");
  return origin !== undefined && isHost ? { text, fault, suggestion: origin } : { text, fault: "unreadable" };
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** Reads one origin per line, at least so many; empty lines do not count, and each origin counts once. */
export function readOrigins(text: string, least: 0 | 1 = 1): { origins: string[]; faults: Exclude<OriginLine, { origin: string }>[] } {
  const lines = text.split(/[\n,]/).filter((line) => line.trim() !== "").map(readOrigin);
  if (lines.length < least) return { origins: [], faults: [{ text: "", fault: "empty" }] };
  return {
    origins: [...new Set(lines.flatMap((line) => ("origin" in line ? [line.origin] : [])))],
    faults: lines.flatMap((line) => ("fault" in line ? [line] : [])),
  };
}

/** A key made from a name: what the server takes as one, and not yet taken. */
export function suggestKey(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, MOST_KEY)
    .replace(/-+$/, "");
  if (plain === "" || !taken.includes(plain)) return plain;
  const free = Array.from({ length: 98 }, (_, at) => `${plain.slice(0, MOST_KEY - 3)}-${at + 2}`);
  return free.find((key) => !taken.includes(key)) ?? plain;
}

export function isKey(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(text);
}
