import { describe, expect, it } from "vitest";
import type { Recording } from "../../api";
import { findGone, findMissing, findNews, refresh } from "./news";

const recording = (id: string, state: Recording["state"] = "settled"): Recording => ({
  id,
  purpose: "ux",
  policy_version: 1,
  opened_hour: "2026-11-21T10:00:00Z",
  state,
  duration_band: undefined,
  device: "desktop",
  browser: "chrome",
  imported: false,
  trial: false,
  masked_on_arrival: 0,
  notes: 0,
});
const page = (...ids: string[]) => ({ recordings: ids.map((id) => recording(id)) });
const ids = (recordings: Recording[]) => recordings.map(({ id }) => id);

describe("news", () => {
  it("are the recordings above or among the shown ones", () => {
    expect(ids(findNews(page("b", "c").recordings, page("a", "b", "x", "c"), false))).toEqual(["a", "x"]);
  });

  it("are not older ones that moved up because others were erased", () => {
    expect(findNews(page("a", "b", "c").recordings, page("a", "c", "older"), false)).toEqual([]);
  });

  it("are also below the shown ones where those were the whole", () => {
    expect(ids(findNews(page("a", "b").recordings, page("a", "b", "c"), true))).toEqual(["c"]);
  });

  it("are all of the first page when none of it was shown", () => {
    expect(ids(findNews([], page("a", "b"), true))).toEqual(["a", "b"]);
    expect(findNews([], undefined, false)).toEqual([]);
  });
});

describe("missing", () => {
  const shown = page("b", "c", "d", "e").recordings;

  it("are those that the fresh page passes over", () => {
    expect(findMissing(shown, { ...page("a", "b", "d"), next: "…" })).toEqual(["c"]);
  });

  it("are not those below a fresh page that is not the last", () => {
    expect(findMissing(shown, { ...page("x1", "x2"), next: "…" })).toEqual(["b", "c", "d", "e"]);
    expect(findMissing(shown, { ...page("a", "b"), next: "…" })).toEqual([]);
  });

  it("are all others when the fresh page is the last", () => {
    expect(findMissing(shown, page("b", "c"))).toEqual(["d", "e"]);
    expect(findMissing(shown, page())).toEqual(["b", "c", "d", "e"]);
  });

  it("are none while there was no fresh look", () => {
    expect(findMissing(shown, undefined)).toEqual([]);
  });

  it("are told by their hour before their id", () => {
    const older = { ...recording("a"), opened_hour: "2026-11-21T09:00:00Z" };
    expect(findMissing([older], { ...page("b"), next: "…" })).toEqual([]);
    expect(findMissing([recording("a")], { recordings: [{ ...older, id: "0" }], next: "…" })).toEqual(["a"]);
  });
});

it("refreshing changes what is shown where it stands, and moves nothing", () => {
  const shown = [recording("b", "open"), recording("c")];
  expect(refresh(shown, page("a", "b"))).toEqual([recording("b", "settled"), recording("c")]);
});

describe("a recording", () => {
  const end = Date.parse("2026-11-22T10:00:00Z");
  const kept = { ...recording("a"), expires_at: "2026-11-22T10:00:00Z" };

  it("is gone from the moment at which it expires", () => {
    expect(findGone(kept, new Set(), end - 1)).toBeUndefined();
    expect(findGone(kept, new Set(), end)).toBe("expired");
    expect(findGone(kept, new Set(["a"]), end - 1)).toBe("expired");
  });

  it("is gone when it is missing, and never expires while it is open", () => {
    expect(findGone(kept, new Set(["a"]), end - 3_600_000)).toBe("erased");
    expect(findGone(recording("a", "open"), new Set(), end)).toBeUndefined();
  });
});
