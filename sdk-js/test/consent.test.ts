import { describe, expect, it } from "vitest";
import { next, STATES, TABLE, type Consent, type ConsentEvent } from "../src/consent";

/** Every cell, in words: from each state, what each event makes of it. */
const CELLS: Record<Consent, Record<ConsentEvent, Consent>> = {
  unknown: { given: "granted", refused: "refused", withdrawn: "withdrawn", old: "expired", changed: "changed", signal: "refused" },
  granted: { given: "granted", refused: "withdrawn", withdrawn: "withdrawn", old: "expired", changed: "changed", signal: "granted" },
  refused: { given: "granted", refused: "refused", withdrawn: "withdrawn", old: "refused", changed: "refused", signal: "refused" },
  withdrawn: { given: "granted", refused: "withdrawn", withdrawn: "withdrawn", old: "withdrawn", changed: "withdrawn", signal: "withdrawn" },
  expired: { given: "granted", refused: "refused", withdrawn: "withdrawn", old: "expired", changed: "changed", signal: "refused" },
  changed: { given: "granted", refused: "refused", withdrawn: "withdrawn", old: "changed", changed: "changed", signal: "refused" },
};
const EVENTS = Object.keys(CELLS.unknown) as ConsentEvent[];

describe("consent", () => {
  for (const state of STATES) {
    for (const event of EVENTS) {
      it(`that is ${state} becomes ${CELLS[state][event]} when it is ${event}`, () => expect(next(state, event)).toBe(CELLS[state][event]));
    }
  }

  it("has no cell but these", () => expect(TABLE).toHaveLength(STATES.length * EVENTS.length));

  it("is granted by an act alone", () => {
    const grants = STATES.filter((state) => state !== "granted").flatMap((state) => EVENTS.filter((event) => next(state, event) === "granted"));
    expect(new Set(grants)).toEqual(new Set(["given"]));
  });
});
