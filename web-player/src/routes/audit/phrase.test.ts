import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { AuditEntry } from "../../api/audit";
import { audit as english } from "../../words/en/audit";
import { audit as french } from "../../words/fr/audit";
import { EVENTS, groupOf, GROUPS } from "./events";
import { phraseOf, reasonOf } from "./phrase";

const DOCUMENT = readFileSync(new URL("../../../../docs/audit-events.toml", import.meta.url), "utf8");
const DOCUMENTED = [...DOCUMENT.matchAll(/^\["(.+)"\]$/gm)].map(([, name]) => name ?? "");
const SITE = "00000000-0000-7000-8000-000000000002";

function entryOf(event: string, more: Partial<AuditEntry> = {}): AuditEntry {
  return { number: 7, at: "2026-11-22T08:36:51Z", actor: "cli", event, purpose: undefined, words_erased: false, ...more };
}

/** The word at a place, or one of its plural forms. */
function wordAt(words: object, place: string): unknown {
  const path = place.split(".");
  const last = path.pop() ?? "";
  const within = path.reduce<object>((at, key) => (at as Record<string, object>)[key] ?? {}, words) as Record<string, unknown>;
  return within[last] ?? (within[`${last}_one`] && within[`${last}_other`]);
}

describe("the sentences of the audit log", () => {
  it("tell of every documented event, whoever did it, in both languages", () => {
    expect(DOCUMENTED.length).toBeGreaterThan(20);
    for (const event of DOCUMENTED) {
      for (const member of ["cli", "0190"]) {
        const { sentence } = phraseOf(entryOf(event, { member }));
        expect(sentence, event).toBeDefined();
        expect(wordAt(english.sentence, sentence ?? ""), event).toBeTypeOf("string");
        expect(wordAt(french.sentence, sentence ?? ""), event).toBeTypeOf("string");
      }
    }
  });

  it("have a name for every documented event to filter by, in one group, in both languages", () => {
    expect([...EVENTS].sort()).toEqual([...DOCUMENTED].sort());
    for (const event of DOCUMENTED) {
      expect(wordAt(english.event, event), event).toBeTypeOf("string");
      expect(wordAt(french.event, event), event).toBeTypeOf("string");
    }
  });

  it("say what one did to oneself otherwise than what one did to somebody else", () => {
    expect(phraseOf(entryOf("session.ended", { actor: "a", member: "a" })).sentence).toBe("session.ended.own");
    expect(phraseOf(entryOf("session.ended", { actor: "a", member: "b" })).sentence).toBe("session.ended.others");
  });

  it("say of a role for what it is, and until when", () => {
    const granted = (detail: string, site?: string) =>
      phraseOf(entryOf("role.granted", { detail, ...(site && { site }) }));
    expect(granted("dpo until 2027-01-01")).toEqual({ sentence: "role.granted.all", role: "dpo", day: "2027-01-01" });
    expect(granted("dpo until 2027-01-01").purpose).toBeUndefined();
    expect(granted(`agent support ${SITE} until 2027-01-01`, "shop")).toEqual({
      sentence: "role.granted.both",
      role: "agent",
      purpose: "support",
      day: "2027-01-01",
    });
    expect(granted("analyst ux until 2027-01-01").sentence).toBe("role.granted.purpose");
    expect(granted(`owner ${SITE} until 2027-01-01`, "shop").sentence).toBe("role.granted.site");
  });

  it("say of a role that was taken for what it was, where that was logged", () => {
    const revoked = (detail: string, site?: string) =>
      phraseOf(entryOf("role.revoked", { detail, ...(site && { site }) }));
    expect(revoked(`agent support ${SITE} until 2027-01-01`, "shop")).toMatchObject({
      sentence: "role.revoked.both",
      role: "agent",
      purpose: "support",
    });
    expect(revoked("analyst ux until 2027-01-01").sentence).toBe("role.revoked.purpose");
    expect(revoked("agent")).toMatchObject({ sentence: "role.revoked.all", role: "agent" });
  });

  it("count what expired on a day, and what was learned or forgotten", () => {
    expect(phraseOf(entryOf("recording.expired", { detail: "2026-11-21 12" }))).toMatchObject({ day: "2026-11-21", count: 12 });
    expect(phraseOf(entryOf("site.routes_changed", { detail: "learned 3" }))).toMatchObject({
      sentence: "site.routes_changed.learned",
      count: 3,
    });
    expect(phraseOf(entryOf("site.routes_changed", { detail: "forgot 1" })).sentence).toBe("site.routes_changed.forgot");
  });

  it("leave an event of a newer server to be named as it is", () => {
    expect(phraseOf(entryOf("moon.landed")).sentence).toBeUndefined();
  });

  it("give the reason of a deletion, if it is one that there is", () => {
    expect(reasonOf(entryOf("recording.erased", { detail: "visitor_asked" }))).toBe("visitor_asked");
    expect(reasonOf(entryOf("recording.erased", { detail: "no_reason_given" }))).toBeUndefined();
    expect(reasonOf(entryOf("note.added", { detail: "other" }))).toBeUndefined();
  });
});

describe("the groups of events", () => {
  it("are known by exactly their events", () => {
    expect(groupOf(GROUPS.members)).toBe("members");
    expect(groupOf([...GROUPS.members, "session.opened"])).toBeUndefined();
    expect(groupOf([])).toBeUndefined();
  });
});
