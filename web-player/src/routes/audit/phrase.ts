import type { AuditEntry } from "../../api/audit";
import { ERASURE_REASONS, PURPOSES, ROLES, oneOf } from "../../terms";
import type { Purpose, Role } from "../../terms";
import { EVENTS } from "./events";
import type { AuditEvent } from "./events";

type Plain = Exclude<AuditEvent, "session.ended" | "password.set" | "member.link_made" | "role.granted" | "role.revoked" | "site.routes_changed" | "request.acted">;
const DEEDS = ["archived", "exported", "restricted", "lifted", "stated"] as const;
type Said =
  | Plain
  | `${"session.ended" | "password.set" | "member.link_made"}.${"own" | "others"}`
  | `role.${"granted" | "revoked"}.${Reach}`
  | `site.routes_changed.${"learned" | "forgot"}`
  | `request.acted.${(typeof DEEDS)[number] | "other"}`;
type Reach = "all" | "site" | "purpose" | "both";

/** Which sentence tells of an entry, and what its detail says. */
export interface Phrase {
  /** Below `sentence` in the words; absent for an event that this console does not know. */
  sentence: Said | undefined;
  count?: number | undefined;
  day?: string | undefined;
  role?: Role | undefined;
  purpose?: Purpose | undefined;
  /** The number of an entry, or of a version. */
  number?: string | undefined;
}

/** Reads what an entry tells: which sentence, and what stands in its detail. */
export function phraseOf(entry: AuditEntry): Phrase {
  const event = oneOf(EVENTS, entry.event);
  const detail = (entry.detail ?? "").split(" ");
  switch (event) {
    case "session.ended":
    case "password.set":
    case "member.link_made":
      return { sentence: `${event}.${entry.actor === entry.member ? "own" : "others"}` };
    case "role.granted":
    case "role.revoked":
      return readGrant(event, detail, entry.site !== undefined);
    case "site.routes_changed":
      return { sentence: `${event}.${detail[0] === "forgot" ? "forgot" : "learned"}`, count: Number(detail[1]) };
    case "request.acted":
      return { sentence: `${event}.${oneOf(DEEDS, detail[0]) ?? "other"}` };
    case "recording.expired":
    case "recording.withdrawn":
    case "receipt.watched":
    case "receipt.exported":
    case "receipt.erased":
    case "receipt.restricted":
    case "receipt.lifted":
    case "receipt.stated":
      return { sentence: event, day: detail[0], count: Number(detail[1]) };
    case "consent.audited":
    case "recording.remasked":
      return { sentence: event, count: Number(detail[0]) };
    case "policy.published":
    case "policy.tried":
    case "audit.words_erased":
      return { sentence: event, number: detail[0] };
    default:
      return { sentence: event };
  }
}

/** `agent support 0190… until 2027-01-01`: the role, for which purpose and site if not for all, the last day. Older entries name a taken role alone. */
function readGrant(event: "role.granted" | "role.revoked", detail: string[], forSite: boolean): Phrase {
  const purpose = detail.map((word) => oneOf(PURPOSES, word)).find((found) => found !== undefined);
  const reach = forSite ? (purpose ? "both" : "site") : purpose ? "purpose" : "all";
  return { sentence: `${event}.${reach}`, role: oneOf(ROLES, detail[0]), purpose, day: detail.at(-1) };
}

/** Why a recording was erased, where a reason was chosen. */
export function reasonOf(entry: AuditEntry) {
  return entry.event === "recording.erased" ? oneOf(ERASURE_REASONS, entry.detail) : undefined;
}
