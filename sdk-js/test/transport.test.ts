import { describe, expect, it } from "vitest";
import { judge, pause, post, TRIES } from "../src/transport";
import { answer, fakeNet } from "./net";

const body = new TextEncoder().encode("the same bytes");
const never = new AbortController().signal;

describe("an answer to a batch", () => {
  it.each([
    [202, "next"],
    [409, "taken"],
    [400, "drop"],
    [422, "drop"],
    [408, "again"],
    [429, "again"],
    [500, "again"],
    [503, "again"],
    [undefined, "again"],
    [401, { stop: "grant-not-valid" }],
    [403, { stop: "origin-not-allowed" }],
    [404, { stop: "site-not-found" }],
    [410, { stop: "recording-gone" }],
    [413, { stop: "too-large" }],
  ])("%s means %j", (status, verdict) => {
    expect(judge(status)).toEqual(verdict);
  });
});

describe("posting", () => {
  it("sends the same bytes again after a failure of the network", async () => {
    const net = fakeNet(["down", answer(503), answer(202)]);

    const got = await post(net, "/v1/batches", body, never);

    expect(got?.status).toBe(202);
    expect(net.sent.map((sent) => sent.body)).toEqual([body, body, body]);
  });

  it("gives up after a bounded number of tries", async () => {
    const net = fakeNet(["down"]);

    const got = await post(net, "/v1/batches", body, never);

    expect(got).toBeUndefined();
    expect(net.sent).toHaveLength(TRIES);
  });

  it("waits longer each time, and as long as the server asks", async () => {
    const net = fakeNet(["down", "down", answer(429, { "Retry-After": "30" }), answer(202)]);

    await post(net, "/v1/batches", body, never);

    expect(net.waits).toEqual([1000, 2000, 30_000]);
  });

  it("never waits longer than five minutes", () => {
    expect(pause(0, "86400", 0.5)).toBe(300_000);
    expect(pause(0, "soon", 0)).toBe(1000);
  });

  it("sends nothing once it is interrupted", async () => {
    const net = fakeNet(["down"]);
    const stop = new AbortController();
    stop.abort();

    expect(await post(net, "/v1/batches", body, stop.signal)).toBeUndefined();
    expect(net.sent).toEqual([]);
  });
});
