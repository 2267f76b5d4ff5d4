import type { SiteWarning } from "../../api/sites";

/** What stands in places where something had to be masked, in the order in which it matters to people. */
export const KINDS = ["value", "text", "address", "name", "css", "other"] as const;
export type Kind = (typeof KINDS)[number];

/** What was masked of one kind: how often, when last, and where. */
export interface Masked {
  kind: Kind;
  count: number;
  lastDay: string;
  paths: string[];
}

const NAMES = ["class", "id", "part", "slot", "tagName"];
const TEXTS = ["textContent", "placeholder", "label"];
const ADDRESSES = ["href", "xlink:href"];

/** Tells from a path of the format what people would call what stands there. */
export function kindOf(path: string): Kind {
  const last = path.slice(path.lastIndexOf(".") + 1);
  if (path.includes("(style)") || last === "style" || last === "_cssText") return "css";
  if (path === "data.text" || path.endsWith(".attributes.value")) return "value";
  if (path === "data.texts[].value" || TEXTS.includes(last)) return "text";
  if (ADDRESSES.includes(last)) return "address";
  if (NAMES.includes(last)) return "name";
  return path.includes(".attributes.") || path.includes("node.") ? "other" : "css";
}

/** Sums warnings up, kind by kind. */
export function sumUp(warnings: SiteWarning[]): Masked[] {
  return KINDS.flatMap((kind) => {
    const ofKind = warnings.filter(({ path }) => kindOf(path) === kind);
    if (ofKind.length === 0) return [];
    const days = ofKind.map(({ last_day: day }) => day).toSorted();
    return [
      {
        kind,
        count: ofKind.reduce((sum, { count }) => sum + count, 0),
        lastDay: days.at(-1) ?? "",
        paths: [...new Set(ofKind.map(({ path }) => path))],
      },
    ];
  });
}
