import { describe, expect, it } from "vitest";
import { createHistory, LIMIT, type History, type Item } from "../src/ring/history";

const META = 4;
const FULL = 2;
const BEFORE = 60_000;

/** A picture of the page, as the recorder tells it. */
function picture(history: History, at: number, json = "{}"): boolean {
  history.add([META, at, "{}"]);
  return history.add([FULL, at, json]);
}

const times = (history: History): number[] => history.generations().flatMap(({ items }) => items.map(([, at]) => at));

/** A visit of so many seconds: a picture each minute, an event each second. */
function visit(seconds: number): History {
  const history = createHistory(BEFORE);
  for (let second = 0; second <= seconds; second += 1) {
    if (second % 60 === 0) picture(history, second * 1000);
    else history.add([3, second * 1000, "{}"]);
  }
  return history;
}

describe("a history", () => {
  it("begins with a picture, whatever comes before it", () => {
    const history = createHistory(BEFORE);

    history.add([3, 10, "{}"]);
    picture(history, 20);
    history.add([3, 30, "{}"]);

    expect(times(history)).toEqual([20, 20, 30]);
  });

  it.each([61, 90, 119, 120, 150, 179, 200, 400])("holds from one to two times what a trigger keeps, after %i s", (seconds) => {
    const history = visit(seconds);

    history.freeze(seconds * 1000);

    const start = times(history)[0] ?? 0;
    expect(seconds * 1000 - start).toBeGreaterThanOrEqual(BEFORE);
    expect(seconds * 1000 - start).toBeLessThanOrEqual(2 * BEFORE);
  });

  it("holds all of a visit that is shorter", () => {
    const history = visit(40);

    history.freeze(40_000);

    expect(times(history)[0]).toBe(0);
    expect(times(history).at(-1)).toBe(40_000);
  });

  it("goes on after a trigger without forgetting", () => {
    const history = visit(100);
    history.freeze(100_000);

    for (let second = 120; second < 300; second += 60) picture(history, second * 1000);
    history.age(300_000);

    expect(times(history)[0]).toBe(0);
  });

  it("forgets what nobody added to for so long, so that a trigger does not keep what is too old", () => {
    const history = visit(100);

    history.age(221_100);
    expect(history.holds()).toBe(false);

    const asleep = visit(100);
    asleep.freeze(300_000);
    expect(times(asleep)).toEqual([]);
  });

  it("forgets the older half when there is no room, and then all, and says so", () => {
    const history = createHistory(BEFORE);
    const much = "x".repeat(LIMIT / 2 - 10);
    picture(history, 0, much);
    expect(picture(history, 60_000, much)).toBe(true);

    expect(history.add([3, 60_001, "x".repeat(100)])).toBe(true);
    expect(times(history)[0]).toBe(60_000);

    expect(history.add([3, 60_002, much + much])).toBe(false);
    expect(history.holds()).toBe(false);
  });

  it("takes up what was kept, and leaves out what has no picture", () => {
    const first = visit(90);
    const [old, young] = first.generations().map(({ number, items }): [number, Item[]] => [number, [...items]]);
    if (!old || !young) throw new Error("a visit of 90 s has two generations");
    const second = createHistory(BEFORE);

    second.restore([[old[0], old[1].slice(5)], [young[0], young[1].slice(0, 10)]], true);
    second.restore([[young[0], young[1].slice(10)]], false);

    expect(times(second)).toEqual(young[1].map(([, at]) => at));
    expect(second.generations()[0]?.saved).toBe(10);
    picture(second, 91_000);
    expect(second.generations()).toHaveLength(1);
    picture(second, 121_000);
    expect(second.generations().map(({ number }) => number)).toEqual([young[0], young[0] + 1]);
  });
});
