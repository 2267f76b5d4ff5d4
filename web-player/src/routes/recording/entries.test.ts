import { describe, expect, it } from "vitest";
import { currentEntry, entriesOf, matches } from "./entries";

const line = (at_ms: number) => ({ at_ms, kind: "clicked" as const, what: "button" as const });
const note = (at_ms: number) => ({ id: `note-${at_ms}`, at_ms, text: "look", author: "A", mine: false, created_at: "" });

describe("the entries of a transcript", () => {
  const entries = entriesOf([line(0), line(5), line(5), line(9)], [{ at_ms: 5, kind: "rage_click" }], [note(5), note(12)]);

  it("hold each sign and note after what was done at its moment", () => {
    expect(entries.map(({ id }) => id)).toEqual(["line-0", "line-1", "line-2", "sign-0", "note-5", "line-3", "note-12"]);
  });

  it("have the last one begun as the current one", () => {
    expect(currentEntry(entries, 4)?.id).toBe("line-0");
    expect(currentEntry(entries, 5)?.id).toBe("note-5");
    expect(currentEntry(entries, 99)?.id).toBe("note-12");
    expect(currentEntry([], 5)).toBeUndefined();
  });

  it("are found by all words of a search, whatever their case, order or accents", () => {
    expect(matches("Clique sur un élément", "ELEMENT clique")).toBe(true);
    expect(matches("Clique sur un élément", "bouton")).toBe(false);
    expect(matches("anything", "")).toBe(true);
  });
});
