import { describe, expect, it } from "vitest";
import type { Recording } from "../../api";
import { findNews, refresh } from "./news";

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
  masked_on_arrival: 0,
});
const page = (...ids: string[]) => ({ recordings: ids.map((id) => recording(id)) });
const ids = (recordings: Recording[]) => recordings.map(({ id }) => id);

describe("news", () => {
  it("are the recordings above or among the shown ones", () => {
    expect(ids(findNews(page("b", "c").recordings, page("a", "b", "x", "c")))).toEqual(["a", "x"]);
  });

  it("are not older ones that moved up because others were erased", () => {
    expect(findNews(page("a", "b", "c").recordings, page("a", "c", "older"))).toEqual([]);
  });

  it("are all of the first page when none of it was shown", () => {
    expect(ids(findNews([], page("a", "b")))).toEqual(["a", "b"]);
    expect(findNews([], undefined)).toEqual([]);
  });
});

it("refreshing changes what is shown where it stands, and moves nothing", () => {
  const shown = [recording("b", "open"), recording("c")];
  expect(refresh(shown, page("a", "b"))).toEqual([recording("b", "settled"), recording("c")]);
});
