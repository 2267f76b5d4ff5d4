/** The events of `docs/audit-events.toml`, in the groups in which they are chosen. */
export const GROUPS = {
  access: ["session.opened", "session.refused", "session.ended", "password.set"],
  members: ["member.added", "member.link_made", "member.removed", "role.granted", "role.revoked"],
  sites: ["organisation.founded", "installation.restored", "site.added", "site.changed", "site.routes_changed", "site.proof_secret_made", "token.made", "token.revoked", "release.told", "policy.published", "policy.tried", "policy.trial_ended", "purpose.stopped", "purpose.resumed", "incident.examined", "incident.told", "watching.frozen", "watching.thawed", "pseudonym.rotated"],
  reading: ["recording.listed", "recording.looked_up", "recording.watched", "recording.exported", "note.added", "note.removed"],
  life: ["recording.imported", "recording.erased", "recording.remasked", "recording.expired", "recording.withdrawn", "ticket.opened", "ticket.closed"],
  requests: ["request.searched", "request.acted", "letter.written"],
  visitors: ["receipt.watched", "receipt.exported", "receipt.erased", "receipt.restricted", "receipt.lifted", "receipt.stated", "receipt.withdrawn"],
  records: ["register.read", "evidence.taken", "consent.audited", "proof.exported", "process.filed", "erasure.listed", "audit.read", "audit.exported", "audit.words_erased"],
} as const;

export const GROUP_NAMES = ["access", "members", "sites", "reading", "life", "requests", "visitors", "records"] as const;
export type Group = (typeof GROUP_NAMES)[number];
export type AuditEvent = (typeof GROUPS)[Group][number];

export const EVENTS: readonly AuditEvent[] = GROUP_NAMES.flatMap((group) => GROUPS[group]);

/** The group that some events are exactly. */
export function groupOf(events: readonly AuditEvent[]): Group | undefined {
  return GROUP_NAMES.find(
    (group) => GROUPS[group].length === events.length && GROUPS[group].every((event) => events.includes(event)),
  );
}
