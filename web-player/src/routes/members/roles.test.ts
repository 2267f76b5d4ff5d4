import { describe, expect, it } from "vitest";
import { dayAhead, fitRole, holdOf, isEndless, lastDayOf, needsException } from "./roles";

const NOW = Date.parse("2026-03-14T12:00:00Z");
const LATER = "2026-06-12";

describe("how long a role holds", () => {
  it("is to the end of its last day", () => {
    expect(holdOf("2026-03-14", NOW)).toBe("soon");
    expect(holdOf("2026-03-13", NOW)).toBe("over");
    expect(holdOf("2026-03-14T00:00:00Z", NOW)).toBe("over");
    expect(holdOf("2026-03-28T00:00:00Z", NOW)).toBe("soon");
    expect(holdOf(LATER, NOW)).toBe("live");
  });

  it("names the last day, whether an instant or a day is given", () => {
    expect(lastDayOf("2026-03-15T00:00:00Z")).toBe("2026-03-14");
    expect(lastDayOf("2026-03-14")).toBe("2026-03-14");
    expect(dayAhead(90, NOW)).toBe(LATER);
  });

  it("has no end on the last day that dates can name", () => {
    expect(isEndless("9999-12-30T22:00:00Z")).toBe(true);
    expect(isEndless(LATER)).toBe(false);
  });
});

describe("a role to grant", () => {
  it("loses what it does not take", () => {
    const wanted = { site: "shop", purpose: "ux" as const, until: LATER, exception: " " };
    expect(fitRole({ ...wanted, role: "owner" })).toEqual({ role: "owner", until: LATER });
    expect(fitRole({ ...wanted, role: "agent" })).toEqual({ role: "agent", site: "shop", until: LATER });
    expect(fitRole({ ...wanted, role: "dpo" })).toEqual({ role: "dpo", site: "shop", purpose: "ux", until: LATER });
  });
});

describe("a written exception", () => {
  const agent = (site?: string, until = LATER) => ({ role: "agent" as const, site, until });

  it("is needed for support with another purpose on one site, either way round", () => {
    expect(needsException({ role: "analyst", site: "shop" }, [agent("shop")], NOW)).toBe(true);
    expect(needsException({ role: "agent", site: "shop" }, [{ ...agent("shop"), role: "developer" }], NOW)).toBe(true);
    expect(needsException({ role: "developer" }, [agent("shop")], NOW)).toBe(true);
    expect(needsException({ role: "developer", site: "shop" }, [agent()], NOW)).toBe(true);
  });

  it("is not needed on different sites, for lapsed roles, or without support", () => {
    expect(needsException({ role: "analyst", site: "blog" }, [agent("shop")], NOW)).toBe(false);
    expect(needsException({ role: "analyst", site: "shop" }, [agent("shop", "2026-03-01")], NOW)).toBe(false);
    expect(needsException({ role: "developer" }, [{ ...agent(), role: "analyst" }], NOW)).toBe(false);
    expect(needsException({ role: "owner" }, [agent()], NOW)).toBe(false);
    expect(needsException({ role: "agent" }, [{ ...agent(), role: undefined }], NOW)).toBe(false);
  });
});
