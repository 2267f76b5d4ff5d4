import { describe, expect, it } from "vitest";
import { encode, fromBase64, type Batch } from "../src/batch";
import { KEEPALIVE_BYTES, KEPT_CHARS, partAll, type Left } from "../src/leaving";
import { unpack } from "./net";

const sealed = (seq: number, length: number): Batch => ({
  seq,
  coding: "none",
  bytes: encode(`[${"1".repeat(length - 2)}]`),
  size: length,
});
const left = (batches: Batch[], rest: string, seq: number): Left => ({ grant: "g", batches, rest, seq });

describe("a page that goes", () => {
  it("sends what fits into the room that a browser leaves", async () => {
    const fresh = { seq: 2, coding: "none" as const, text: "[0]", size: 3 };
    const [parting] = partAll([left([fresh], "1,2", 3)]);

    const sent = await Promise.all((parting?.bodies ?? []).map(unpack));
    expect(sent.map(({ seq, coding }) => ({ seq, coding }))).toEqual([{ seq: 2, coding: "none" }]);
    expect(sent[0]?.events).toEqual([0, 1, 2]);
    expect(parting).toMatchObject({ batches: [], rest: "", seq: 3 });
  });

  it("sends and keeps what was tried before, and what follows it, under the same numbers and bytes", async () => {
    const [parting] = partAll([left([sealed(2, 100)], "1,2", 3)]);

    const sent = await Promise.all((parting?.bodies ?? []).map(unpack));
    expect(sent.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(sent[1]?.events).toEqual([1, 2]);
    expect(parting?.batches.map(({ seq }) => seq)).toEqual([2, 3]);
    expect(fromBase64(parting?.batches[1]?.bytes ?? "")).toEqual(encode("[1,2]"));
    expect(parting).toMatchObject({ rest: "", seq: 4 });
  });

  it("shares that room between its streams", () => {
    const partings = partAll([left([], "1".repeat(40_000), 0), left([], "2".repeat(40_000), 0)]);

    const sent = partings.flatMap((parting) => parting.bodies).reduce((sum, body) => sum + body.length, 0);
    expect(sent).toBeLessThanOrEqual(KEEPALIVE_BYTES);
    expect(partings[1]).toMatchObject({ bodies: [], rest: "2".repeat(40_000), seq: 0 });
  });

  it("keeps a batch that was under way with its number and exact bytes", () => {
    const batch = sealed(7, KEEPALIVE_BYTES + 1);

    const [parting] = partAll([left([batch], "1", 8)]);

    expect(parting?.bodies).toEqual([]);
    expect(parting?.batches.map(({ seq }) => seq)).toEqual([7]);
    expect(fromBase64(parting?.batches[0]?.bytes ?? "")).toEqual(batch.bytes);
    expect(parting).toMatchObject({ rest: "1", seq: 8 });
  });

  it("takes back the numbers of batches that were never under way", () => {
    const text = "1".repeat(KEEPALIVE_BYTES);
    const untried: Batch = { seq: 5, coding: "none", text: `[${text}]`, size: text.length };

    const [parting] = partAll([left([untried], "2", 6)]);

    expect(parting).toMatchObject({ bodies: [], batches: [], rest: `${text},2`, seq: 5 });
  });

  it("keeps no more than storage should hold", () => {
    const [parting] = partAll([left([], "1".repeat(KEPT_CHARS + 1), 0)]);

    expect(parting).toMatchObject({ bodies: [], batches: [], rest: "" });
  });
});
