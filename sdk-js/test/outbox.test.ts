import { describe, expect, it, vi } from "vitest";
import type { Batch } from "../src/batch";
import { createOutbox, LIMIT, type OutboxEvents, type Past } from "../src/outbox";
import type { Verdict } from "../src/transport";

const FRESH: Past = { seq: 0, sent: 0, bytes: 0, batches: [], rest: "" };

function setUp(verdicts: (Verdict | Promise<Verdict>)[], past: Past = FRESH) {
  const sent: { seq: number; bytes: Uint8Array }[] = [];
  const events = {
    send: vi.fn(async (batch: Batch, bytes: Uint8Array<ArrayBuffer>) => {
      sent.push({ seq: batch.seq, bytes });
      return verdicts[Math.min(sent.length, verdicts.length) - 1];
    }),
    changed: vi.fn(),
    hungry: vi.fn(),
    stopped: vi.fn(),
  } satisfies OutboxEvents;
  return { sent, events, outbox: createOutbox(events, past) };
}

describe("an outbox", () => {
  it("numbers its batches from 0 and sends them in order", async () => {
    const { outbox, sent } = setUp(["next"]);

    outbox.add("1");
    await outbox.flush();
    outbox.add("2");
    await outbox.flush();

    expect(sent.map((batch) => batch.seq)).toEqual([0, 1]);
    expect(outbox.figures()).toMatchObject({ seq: 2, sent: 2 });
  });

  it("has one batch under way at a time", async () => {
    let land = (_verdict: Verdict): void => {};
    const { outbox, sent } = setUp([new Promise<Verdict>((done) => (land = done)), "next"]);

    outbox.add("1");
    void outbox.flush();
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    outbox.add("2");
    const flushed = outbox.flush();
    expect(sent).toHaveLength(1);
    land("next");
    await flushed;

    expect(sent.map((batch) => batch.seq)).toEqual([0, 1]);
  });

  it("cuts a batch after five seconds, and none while there is nothing", async () => {
    vi.useFakeTimers();
    const { outbox, sent } = setUp(["next"]);

    await vi.advanceTimersByTimeAsync(60_000);
    outbox.add("1");
    await vi.advanceTimersByTimeAsync(4900);
    expect(sent).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    vi.useRealTimers();

    await vi.waitFor(() => expect(sent).toHaveLength(1));
  });

  it("stops when the server says so, and takes nothing more", async () => {
    const { outbox, events, sent } = setUp([{ stop: "recording-gone" }]);

    outbox.add("1");
    await outbox.flush();

    expect(events.stopped).toHaveBeenCalledExactlyOnceWith("recording-gone");
    expect(outbox.add("2")).toBe(false);
    expect(sent).toHaveLength(1);
  });

  it("stops as unreachable when all tries have failed", async () => {
    const { outbox, events } = setUp(["again"]);

    outbox.add("1");
    await outbox.flush();

    expect(events.stopped).toHaveBeenCalledExactlyOnceWith("unreachable");
  });

  it("leaves a batch out that the server cannot read, and stops after three in a row", async () => {
    const { outbox, events, sent } = setUp(["drop", "drop", "next", "drop", "drop", "drop"]);

    for (let at = 0; at < 6; at += 1) {
      outbox.add(`${at}`);
      await outbox.flush();
    }

    expect(sent).toHaveLength(6);
    expect(events.stopped).toHaveBeenCalledExactlyOnceWith("refused");
  });

  it("goes on with the next number and asks for a snapshot when a number was taken", async () => {
    const { outbox, events, sent } = setUp(["taken", "next"]);

    outbox.add("1");
    await outbox.flush();
    outbox.add("2");
    await outbox.flush();

    expect(sent.map((batch) => batch.seq)).toEqual([0, 1]);
    expect(events.hungry).toHaveBeenCalledOnce();
    expect(events.stopped).not.toHaveBeenCalled();
  });

  it("drops all that is unsent when it is full, and asks for a snapshot when there is room again", async () => {
    let land = (_verdict: Verdict): void => {};
    const { outbox, events, sent } = setUp([new Promise<Verdict>((done) => (land = done)), "next"]);
    outbox.add("1");
    void outbox.flush();
    await vi.waitFor(() => expect(sent).toHaveLength(1));

    const half = `"${"*".repeat(LIMIT / 2)}"`;
    expect(outbox.add(half)).toBe(true);
    expect(outbox.add(half)).toBe(false);
    expect(outbox.add("3")).toBe(false);
    expect(events.hungry).not.toHaveBeenCalled();
    land("next");
    await vi.waitFor(() => expect(events.hungry).toHaveBeenCalledOnce());

    expect(outbox.add("4")).toBe(true);
    await outbox.flush();
    expect(sent.map((batch) => batch.seq)).toEqual([0, 1]);
  });

  it("sends a picture that is larger than the limit after its meta event, with what follows it, once", async () => {
    const { outbox, events, sent } = setUp(["next"]);
    const picture = `"${"*".repeat(LIMIT + 1)}"`;

    expect(["1", picture, "2", "3"].map((json) => outbox.add(json))).toEqual([true, true, true, true]);
    await outbox.flush();

    expect(events.hungry).not.toHaveBeenCalled();
    expect(outbox.figures()).toMatchObject({ sent: sent.length, seq: sent.length });
    expect(outbox.figures().bytes).toBeGreaterThan(LIMIT);
  });

  it("sends first, with the same number and bytes, what the last page left", async () => {
    const bytes = new TextEncoder().encode("exact") as Uint8Array<ArrayBuffer>;
    const past: Past = { seq: 4, sent: 3, bytes: 9, batches: [{ seq: 3, coding: "gzip", bytes, size: 9 }], rest: "1,2" };
    const { outbox, sent } = setUp(["next"], past);

    outbox.add("3");
    await outbox.flush();

    expect(sent[0]).toEqual({ seq: 3, bytes });
    expect(sent[1]?.seq).toBe(4);
  });
});
