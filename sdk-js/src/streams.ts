import type { Facts } from "./consent";
import type { Identity } from "./grants";
import { keep, type Drawn } from "./kept";
import { partAll } from "./leaving";
import type { Release } from "./lock";
import { openPurpose, type OpeningEnv } from "./opening";
import type { PageCapture } from "./page";
import { createStream, settleEntry, type Stream, type StreamEnv } from "./stream";
import { PURPOSES, type Policy, type Purpose, type Status } from "./types";

/** One purpose on this page: nothing, an opening under way, or a stream. */
interface Seat {
  state: "off" | "waiting" | "stopped";
  reason: string;
  policyVersion?: number;
  opening?: AbortController;
  receipt?: string;
  stream?: Stream;
}

export interface Streams {
  /** Opens these purposes as their policies say. Resolves when each is decided. */
  open(policies: Policy[], facts: Facts, identity: Identity | undefined): Promise<void>;
  /** Marks purposes that cannot be opened. */
  mark(purposes: readonly Purpose[], state: Seat["state"], reason: string): void;
  /** Whether this purpose records, waits, or is about to. */
  active(purpose: Purpose): boolean;
  stream(purpose: Purpose): Stream | undefined;
  /** Stops at once, drops what was not sent, and hands out the receipts that this page knows. */
  drop(purposes: readonly Purpose[]): string[];
  /** The page goes: sends what still may go, keeps the rest for the next page. */
  leave(): void;
  flush(): Promise<void>;
  status(): Status[];
}

/** What a stream of this page needs, and how its end is noticed. */
type Env = OpeningEnv & Pick<StreamEnv, "net" | "origin" | "now"> & { beacon(body: Uint8Array<ArrayBuffer>): void };

/** What is said of a recording while its policy does not have the page recorded. */
const RESTING = { state: "waiting", reason: "page-not-recorded" } as const;

function isStreaming(policy: Policy): boolean {
  return policy.collection.measure === "L1" || policy.collection.measure === "L3";
}

export function createStreams(env: Env, page: PageCapture): Streams {
  const seats = new Map<Purpose, Seat>();
  const seatOf = (purpose: Purpose): Seat => seats.get(purpose) ?? { state: "off", reason: "no-consent" };

  function begin(seat: Seat, policy: Policy, entry: Drawn, release: Release): void {
    const stream: Stream = createStream(
      {
        ...env,
        // A recording that another has followed writes no longer where that one's entry lies.
        save: (saved) => void (seats.get(policy.purpose) === seat && keep(env.shelf, env.site, policy.purpose, saved)),
        snapshot: page.snapshot,
        ended: () => page.part(stream),
      },
      policy,
      entry,
    );
    seat.stream = stream;
    page.join(stream, release);
  }

  async function openOne(policy: Policy, facts: Facts, identity: Identity | undefined, jitter: boolean): Promise<void> {
    const { purpose, policy_version } = policy;
    const seat: Seat = { state: "off", reason: "opening", policyVersion: policy_version };
    seats.set(purpose, seat);
    if (!isStreaming(policy)) {
      Object.assign(seat, { state: "waiting", reason: "awaiting-trigger" });
      return;
    }
    const opening = (seat.opening = new AbortController());
    const drawn = (receipt: string): void => void (seat.receipt = receipt);
    const opened = await openPurpose(env, { policy, facts, identity, jitter, signal: opening.signal, drawn });
    delete seat.opening;
    if (opening.signal.aborted) {
      if ("release" in opened) opened.release();
      return;
    }
    if ("entry" in opened) begin(seat, policy, opened.entry, opened.release);
    else if ("off" in opened) seat.reason = opened.off;
    else Object.assign(seat, { state: "stopped", reason: opened.stopped });
  }

  function leave(): void {
    const open = [...seats.values()].flatMap((seat) => (seat.stream ? [seat.stream] : []));
    for (const seat of seats.values()) seat.opening?.abort();
    const partings = partAll(open.map((stream) => stream.leave()));
    open.forEach((stream, at) => {
      const parting = partings[at];
      if (!parting) return;
      parting.bodies.forEach(env.beacon);
      const { entry, policy } = stream;
      const settled = settleEntry(entry, parting, entry.bytes);
      // Where storage is full, the recording at least goes on.
      if (keep(env.shelf, env.site, policy.purpose, settled)) return page.part(stream);
      keep(env.shelf, env.site, policy.purpose, { ...settled, batches: [], rest: "" });
      page.part(stream);
    });
    seats.clear();
  }

  return {
    async open(policies, facts, identity) {
      const jitter = policies.filter(isStreaming).length > 1;
      await Promise.all(policies.map((policy) => openOne(policy, facts, identity, jitter)));
    },
    mark(purposes, state, reason) {
      for (const purpose of purposes) seats.set(purpose, { state, reason });
    },
    active(purpose) {
      const seat = seatOf(purpose);
      return seat.stream !== undefined || seat.opening !== undefined || seat.state === "waiting";
    },
    stream: (purpose) => seatOf(purpose).stream,
    drop(purposes) {
      return purposes.flatMap((purpose) => {
        const { stream, opening, receipt } = seatOf(purpose);
        opening?.abort();
        stream?.leave();
        if (stream) page.part(stream);
        seats.set(purpose, { state: "off", reason: "withdrawn" });
        const known = stream?.entry.receipt ?? receipt;
        return known ? [known] : [];
      });
    },
    leave,
    async flush() {
      await Promise.all([...seats.values()].map((seat) => seat.stream?.flush()));
    },
    status: () =>
      PURPOSES.map((purpose) => {
        const { stream, state, reason, policyVersion } = seatOf(purpose);
        if (stream) return { ...stream.status(), ...(page.rests(stream) ? RESTING : {}) };
        return { purpose, state, policyVersion, reason, sent: 0, masked: 0, dropped: 0 };
      }),
  };
}
