import { describe, expect, it } from "vitest";
import type { Session } from "../api";
import { destinationsOf, isWithin } from "./destinations";

function sessionWith(rights: Partial<Session>): Session {
  const who = { id: "m", email: "m@shop.example", name: "M" };
  return { member: who, organisation: { id: "o", name: "O" }, roles: [], may: [], grants: [], sites: [], ...rights };
}

const none = { look_up: [], answer: [], erase: [], export: [], read_policies: [], edit_policies: [], deviate: [], review: [], respond: [] };

describe("the rail", () => {
  it("holds only what someone can use, in one order", () => {
    const site = { key: "shop", name: "Shop", watch: ["ux" as const], ...none };
    expect(destinationsOf(sessionWith({ sites: [site] }))).toEqual(["recordings"]);
    expect(destinationsOf(sessionWith({ may: ["manage_sites", "manage_members"] }))).toEqual(["members", "sites"]);
    expect(destinationsOf(sessionWith({ may: ["read_log", "review"] }))).toEqual(["deletions", "audit"]);
    const read = { ...site, watch: [], read_policies: ["ux" as const] };
    expect(destinationsOf(sessionWith({ sites: [read] }))).toEqual(["policies", "register", "texts"]);
    const answered = { ...site, watch: [], answer: ["support" as const] };
    expect(destinationsOf(sessionWith({ sites: [answered] }))).toEqual(["requests"]);
    const reviewed = { ...site, watch: [], review: ["ux" as const] };
    expect(destinationsOf(sessionWith({ sites: [reviewed] }))).toEqual(["incidents"]);
    expect(destinationsOf(sessionWith({ may: ["operate"] }))).toEqual(["installation"]);
  });

  it("is empty for someone who can use nothing", () => {
    const site = { key: "shop", name: "Shop", watch: [], ...none };
    expect(destinationsOf(sessionWith({ sites: [site] }))).toEqual([]);
  });

  it("tells a site's recordings from its settings", () => {
    expect(isWithin("recordings", "/sites/shop/ux/recordings/1")).toBe(true);
    expect(isWithin("sites", "/sites/shop/ux")).toBe(false);
    expect(isWithin("sites", "/sites/shop")).toBe(true);
    expect(isWithin("recordings", "/sites/shop")).toBe(false);
    expect(isWithin("members", "/membership")).toBe(false);
  });
});
