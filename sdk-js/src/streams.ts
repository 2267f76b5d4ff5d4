import type { Facts } from "./consent";
import type { Identity } from "./grants";
import { keep, receiptsOf, type Drawn } from "./kept";
import { partAll } from "./leaving";
import { open, openPurpose, resume, type Ask, type Opened, type OpeningEnv, type OpenRing } from "./opening";
import type { PageCapture } from "./page";
import { loadScript } from "./script";
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
  /** Fires the triggers of this name; false if there are none. */
  trigger(name: string): boolean;
  flush(): Promise<void>;
  status(): Status[];
}

/** What a stream of this page needs, and how its end is noticed. */
type Env = OpeningEnv &
  Pick<StreamEnv, "net" | "origin" | "now"> & {
    /** The address of the SDK's own script. */
    base: string;
    beacon(body: Uint8Array<ArrayBuffer>): void;
  };

function isStreaming(policy: Policy): boolean {
  return policy.collection.measure !== "L2";
}

/** The file of rings, by the hash of its content; put in place at build time. */
declare const RING: string;

export function createStreams(env: Env, page: PageCapture): Streams {
  const seats = new Map<Purpose, Seat>();
  let rings: Promise<OpenRing> | undefined;
  const seatOf = (purpose: Purpose): Seat => seats.get(purpose) ?? { state: "off", reason: "no-consent" };

  function begin(seat: Seat, policy: Policy, { entry, release, make = createStream }: Extract<Opened, { entry: unknown }>): void {
    const stream: Stream = make(
      {
        ...env,
        // A recording that another has followed writes no longer where that one's entry lies.
        save: (saved) => void (seats.get(policy.purpose) === seat && keep(env.shelf, env.site, policy.purpose, saved)),
        snapshot: page.snapshot,
        ended: () => page.part(stream),
      },
      policy,
      entry as Drawn,
    );
    seat.stream = stream;
    page.join(stream, release);
  }

  /** Most purposes have no ring: its code comes when one does. */
  async function ring(ask: Ask): Promise<Opened> {
    try {
      rings ??= loadScript(new URL(RING, env.base).href);
      return await (await rings)(env, ask, { open, resume, createStream, targetOf: page.elementOf });
    } catch {
      rings = undefined;
      return { stopped: "unreachable" };
    }
  }

  async function openOne(policy: Policy, facts: Facts, identity: Identity | undefined, jitter: boolean): Promise<void> {
    const { purpose, policy_version } = policy;
    const seat: Seat = { state: "off", reason: "opening", policyVersion: policy_version };
    seats.get(purpose)?.opening?.abort();
    seats.set(purpose, seat);
    const opening = (seat.opening = new AbortController());
    const drawn = (receipt: string): void => void (seat.receipt = receipt);
    const ask = { policy, facts, identity, jitter, signal: opening.signal, drawn };
    const opened = await (isStreaming(policy) ? openPurpose(env, ask) : ring(ask));
    delete seat.opening;
    if (opening.signal.aborted) {
      if ("release" in opened) opened.release();
      return;
    }
    if ("entry" in opened) begin(seat, policy, opened);
    else if ("off" in opened) seat.reason = opened.off;
    else Object.assign(seat, { state: "stopped", reason: opened.stopped });
  }

  function leave(): void {
    const going = [...seats.values()].flatMap(({ opening, stream }) => {
      opening?.abort();
      const left = stream?.leave();
      if (stream && !left) page.part(stream);
      return stream && left ? [{ stream, left }] : [];
    });
    const partings = partAll(going.map(({ left }) => left));
    going.forEach(({ stream }, at) => {
      const parting = partings[at];
      if (!parting) return;
      parting.bodies.forEach(env.beacon);
      const { policy } = stream;
      const entry = stream.entry as Drawn;
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
        stream?.leave(true);
        if (stream) page.part(stream);
        seats.delete(purpose);
        if (stream) return receiptsOf(stream.entry);
        return receipt ? [receipt] : [];
      });
    },
    leave,
    trigger: (name) => [...seats.values()].map(({ stream }) => stream?.trigger?.(name)).some(Boolean),
    async flush() {
      await Promise.all([...seats.values()].map((seat) => seat.stream?.flush()));
    },
    status: () =>
      PURPOSES.map((purpose) => {
        const { stream, state, reason, policyVersion } = seatOf(purpose);
        const rests = stream && page.rests(stream);
        if (stream) return { ...stream.status(), ...(rests && { state: "waiting", reason: rests }) };
        return { purpose, state, policyVersion, reason, sent: 0, masked: 0, dropped: 0 };
      }),
  };
}
