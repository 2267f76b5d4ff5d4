import { describe, expect, it } from "vitest";
import type { Policy } from "../../api/policies";
import { differences, nameField } from "./fields";
import { fromPolicy, lineAt, toPolicy, unreadable, withReason } from "./form";
import { THRESHOLDS, USUAL, isOutside } from "./friction";
import type { TypedThresholds } from "./friction";
import { propose } from "./proposal";

const ux = propose("ux", { nature: "ordinary", whatFor: "Find where people hesitate.", lessIntrusive: "Figures do not show it." }, { textVersion: "1" });

/** As the server answers it: every field said. */
const full: Policy = {
  ...ux,
  collection: {
    L1: { rate: 0.07 },
    L2: {
      history: { provisional: { why_not_on_device: "A kiosk.", delete_within_minutes: 30 } },
      before_s: 10,
      after_s: 20,
      triggers: [{ on: "rage_click" }, { on: "url", pattern: "/help/*" }, { on: "element", selector: ".error" }, { on: "custom", name: "lost" }],
    },
    L3: { keep: [{ marker: "rage_click", at_least: 2 }], delete_within_minutes: 15 },
  },
  retention_minutes: 90,
  routes: ["/product/:id"],
  pages: { record_only: ["/a"], never_record: ["/b"] },
  block: [".private"],
  unmask: [{ selector: "h1", dynamic: false, why: "Titles are public." }],
  publisher_marks: true,
  pointer: "path",
    export: true,
  reasons: [{ measure: "L1", why: "A small site." }],
};

describe("the fields of a draft", () => {
  it("say the policy that they were filled from, with what has no field", () => {
    expect(toPolicy(fromPolicy(full), full)).toEqual(full);
  });

  it("say the event that counts besides: for support a ticket, else a release", () => {
    const said = { nature: "ordinary" as const, whatFor: "x", lessIntrusive: "y" };
    const support: Policy = { ...propose("support", said, { textVersion: "1" }), until: { event: "ticket_closed", longest_minutes: 600 } };
    expect(toPolicy(fromPolicy(support), support).until).toEqual(support.until);
    expect(toPolicy({ ...fromPolicy(ux), until: true }, ux).until).toEqual({ event: "release" });
    expect("until" in toPolicy({ ...fromPolicy(support), until: false }, support)).toBe(false);
    expect(unreadable({ ...fromPolicy(support), longest: "" })).toEqual(["longest"]);
    expect(nameField("until.longest_minutes").name).toBe("longest");
    expect(nameField("until.event").name).toBe("until");
  });

  it("say from when on something is friction, in seconds, and nothing where it is as usual", () => {
    const form = { ...fromPolicy(ux), rageWithin: "1,5", thrashTurns: "12" };
    expect("friction" in toPolicy(fromPolicy(ux), ux)).toBe(false);
    expect(toPolicy(form, ux).friction).toMatchObject({ rage_clicks: 3, rage_within_ms: 1_500, thrash_turns: 12, long_wait_ms: 3_000 });
    const changed = toPolicy(form, ux);
    expect(toPolicy({ ...fromPolicy(changed), ...USUAL }, changed).friction).toMatchObject({ rage_within_ms: 1_000, thrash_turns: 8 });
    expect(unreadable({ ...form, deadClick: "soon" })).toEqual(["deadClick"]);
    expect(nameField("friction.dead_click_ms").name).toBe("deadClick");
  });

  it("know the bounds of friction, of which one depends on another", () => {
    const outside = (part: Partial<TypedThresholds>) =>
      THRESHOLDS.filter((each) => isOutside(each, { ...USUAL, ...part })).map(({ name }) => name);
    expect(outside({})).toEqual([]);
    expect(outside({ rageClicks: "2.5", rageWithin: "0.1", backWithin: "61" })).toEqual(["rageClicks", "rageWithin", "backWithin"]);
    expect(outside({ longWait: "30" })).toEqual(["deadClick"]);
    expect(outside({ longWait: "30", deadClick: "30" })).toEqual([]);
  });

  it("tell of session replay on the first level unless a reason is written, and drop the reason with the choice", () => {
    expect(fromPolicy(ux)).toMatchObject({ firstLevel: true, offFirstLevel: "" });
    const off = toPolicy({ ...fromPolicy(ux), firstLevel: false, offFirstLevel: "All were told." }, ux);
    expect(off.off_first_level).toBe("All were told.");
    expect(fromPolicy(off)).toMatchObject({ firstLevel: false, offFirstLevel: "All were told." });
    expect("off_first_level" in toPolicy({ ...fromPolicy(off), firstLevel: true }, off)).toBe(false);
  });

  it("erase what is withdrawn unless a reason is written, and drop the reason with the choice", () => {
    expect(fromPolicy(ux)).toMatchObject({ eraseWithdrawn: true, keepAfterWithdrawal: "" });
    const kept = toPolicy({ ...fromPolicy(ux), eraseWithdrawn: false, keepAfterWithdrawal: "A dispute." }, ux);
    expect(kept.keep_after_withdrawal).toBe("A dispute.");
    expect(fromPolicy(kept)).toMatchObject({ eraseWithdrawn: false, keepAfterWithdrawal: "A dispute." });
    expect("keep_after_withdrawal" in toPolicy({ ...fromPolicy(kept), eraseWithdrawn: true }, kept)).toBe(false);
  });

  it("take a share and times as people type them", () => {
    const form = { ...fromPolicy(ux), rate: "0,5", retention: "3", retentionUnit: "day" as const };
    const policy = toPolicy(form, ux);
    expect(policy.collection).toEqual({ L1: { rate: 0.005 } });
    expect(policy.retention_minutes).toBe(4_320);
  });

  it("leave out empty lines, empty reasons and what was not chosen", () => {
    const form = { ...fromPolicy(full), routes: " /a \n\n/b", reasons: [{ measure: "L1", why: " " }], limits: { L1: true, L2: false, L3: false } };
    const policy = toPolicy({ ...form, nature: undefined }, full);
    expect(policy).toMatchObject({ routes: ["/a", "/b"], reasons: [], collection: { L1: { rate: 0.07 } } });
    expect(Object.keys(policy.collection)).toEqual(["L1"]);
    expect("nature" in policy).toBe(false);
  });

  it("name those that say no number, of those that are asked for", () => {
    const form = { ...fromPolicy(full), rate: "", lifespan: "long", before: "?", keep: { rage_click: "" } };
    expect(unreadable(form)).toEqual(["rate", "before", "lifespan", "keep"]);
    expect(unreadable({ ...form, limits: { L1: false, L2: false, L3: false } })).toEqual(["lifespan"]);
  });

  it("hold one reason for each measure", () => {
    const reasons = withReason([{ measure: "L1", why: "a" }], "retention", "b");
    expect(withReason(reasons, "retention", "c")).toEqual([
      { measure: "L1", why: "a" },
      { measure: "retention", why: "c" },
    ]);
  });
});

describe("a field that the server names", () => {
  it("is the nearest one that the editor shows", () => {
    expect(nameField("collection.L1.rate")).toEqual({ name: "rate", at: undefined });
    expect(nameField("collection.L2.triggers[1]")).toEqual({ name: "triggers", at: 1 });
    expect(nameField("collection.L3.keep[0].at_least")).toEqual({ name: "keep", at: 0 });
    expect(nameField("collection.L9")).toEqual({ name: "collection", at: undefined });
    expect(nameField("surprise").name).toBe("other");
  });

  it("leads to the line of a list", () => {
    const form = fromPolicy(full);
    expect(lineAt(form, "triggers", 1)).toBe("/help/*");
    expect(lineAt(form, "triggers", 0)).toBeUndefined();
    expect(lineAt(form, "block", 0)).toBe(".private");
    expect(lineAt(form, "routes", 7)).toBeUndefined();
  });
});

describe("a proposal", () => {
  it("is the strictest of its purpose, and keeps which pages are meant", () => {
    const found = propose("ux", { nature: "health", whatFor: "x", lessIntrusive: "y" }, { textVersion: "1", base: full });
    expect(found).toMatchObject({ masking: "M3", identifiers: "I1", collection: { L1: { rate: 0.01 } }, retention_minutes: 43_200 });
    expect(found).toMatchObject({ routes: full.routes, pages: full.pages, block: full.block, text_version: "1" });
    expect(found.export).toBeUndefined();
    expect(found.reasons).toBeUndefined();
  });

  it("says why it is kept so long, where somebody wrote that down", () => {
    const found = propose("support", { nature: "ordinary", whatFor: "x", lessIntrusive: "y", whyKept: "z" }, { textVersion: "1" });
    expect(found.reasons).toEqual([{ measure: "retention", why: "z" }]);
  });
});

describe("two drafts", () => {
  it("differ in fields, a list being one", () => {
    const other: Policy = { ...full, collection: { L1: { rate: 1 } }, routes: [] };
    const found = differences(full, other);
    expect(found).toContainEqual({ field: "collection.L1.rate", before: 0.07, after: 1 });
    expect(found).toContainEqual({ field: "routes", before: ["/product/:id"], after: [] });
    expect(found).toContainEqual({ field: "collection.L2.before_s", before: 10 });
    expect(differences(full, full)).toEqual([]);
  });
});
