import { describe, expect, it, vi } from "vitest";
import { problem } from "../../api/http";
import { eraseMany } from "./eraseMany";

const never = () => false;
const ignore = () => undefined;

describe("erasing several", () => {
  it("does one after the other, and tells after each", async () => {
    const order: string[] = [];
    const erase = async (id: string) => {
      order.push(`begin ${id}`);
      await Promise.resolve();
      order.push(`end ${id}`);
    };
    const onProgress = vi.fn();

    const outcome = await eraseMany(["a", "b"], erase, { onProgress, stopped: never });

    expect(order).toEqual(["begin a", "end a", "begin b", "end b"]);
    expect(onProgress.mock.calls.map(([{ done }]) => done)).toEqual([["a"], ["a", "b"]]);
    expect(outcome).toEqual({ done: ["a", "b"], failed: [] });
  });

  it("names those that failed and goes on; one that is gone already is erased", async () => {
    const answers: Record<string, number> = { a: 500, b: 404, c: 0 };
    const erase = (id: string) => (id in answers ? Promise.reject(problem(answers[id] ?? 0, "x")) : Promise.resolve());

    const outcome = await eraseMany(["a", "b", "c", "d"], erase, { onProgress: ignore, stopped: never });

    expect(outcome).toEqual({ done: ["b", "d"], failed: ["a", "c"] });
  });

  it("stops when told to, with what was done done", async () => {
    let done = 0;
    const outcome = await eraseMany(["a", "b", "c"], async () => void (done += 1), {
      onProgress: ignore,
      stopped: () => done === 2,
    });
    expect(outcome.done).toEqual(["a", "b"]);
  });
});
