import { isRecorded } from "../excluded";
import type { Drawn, Ringed } from "../kept";
import type { OpenedDrawn } from "../opening";
import type { RedactedEvent } from "../redact";
import type { Stream, StreamEnv } from "../stream";
import type { Policy } from "../types";
import { LIMIT, type History, type Item } from "./history";
import type { Keeping } from "./keeping";
import { watchTriggers, type Surroundings } from "./watch";

const CUSTOM = 5;
const FULL_SNAPSHOT = 2;
const META = 4;
const TICK_MS = 2000;
/** Between a recording and what may become the next: fragments that follow at once would show that they belong together. */
const GAP_MS = [5_000, 60_000] as const;
/** A page that fails all the time is not told of more often. */
const MARK_MS = 1000;
/** A picture that leaves no room beside it. */
const LARGEST = 0.75 * LIMIT;
/** These end a recording; the visit goes on, and may have another. */
const ROUTINE = ["after-trigger", "lifespan"];

/** What a ring holds, and how that is kept. */
export interface Made {
  history: History;
  keeping: Keeping;
  ring: Ringed;
}

/** What a ring is made of. */
export interface Parts extends Made {
  /** Where the tab's last page has left a recording: a ring that a trigger has ended. */
  drawn?: Drawn;
  place: Surroundings;
  /** Asks the server for a recording; `told` hears its receipt as soon as there is one. */
  open(signal: AbortSignal, earlier: string[], told: (receipt: string) => void): Promise<OpenedDrawn>;
  createStream(env: StreamEnv, policy: Policy, entry: Drawn): Stream;
  /** Makes a new ring when a recording has ended. */
  renew(earlier: string[]): Promise<Made>;
  random(): number;
}

/** A stream that keeps its events to itself until a trigger fires; then it is the recording around that. */
export function createRing(env: StreamEnv, policy: Policy, parts: Parts): Stream {
  const { before_s: before = 0, after_s: after = 0, triggers = [] } = policy.collection;
  const isProvisional = policy.collection.history === "provisional";
  const stop = new AbortController();
  let { history, keeping, ring } = parts;
  let inner: Stream | undefined;
  let recording: Drawn | undefined;
  let phase: "ring" | "opening" | "sending" | "resting" | "ended" = "ring";
  let until = Infinity;
  let opened = 0;
  /** Whether something is missing before what follows: nothing is taken before the next picture. */
  let isCut = false;
  /** Triggers that wait for a picture of the page. */
  let marks: Item[] = [];
  /** When each trigger was told last. */
  const fired = new Map<number, number>();
  let masked = 0;
  let dropped = 0;
  let pictured: ReturnType<typeof setTimeout> | undefined;
  let gap: ReturnType<typeof setTimeout> | undefined;
  const watcher = watchTriggers(triggers, parts.place, quietly(fire), policy.collection.friction);
  const ticks = setInterval(quietly(tick), TICK_MS);

  function end(reason: string): void {
    if (phase === "ended") return;
    phase = "ended";
    ring.reason = reason;
    keeping.remove();
    close();
    env.ended();
  }

  function close(): void {
    stop.abort();
    clearInterval(ticks);
    clearTimeout(pictured);
    clearTimeout(gap);
    watcher.stop();
  }

  /** A picture so long after the one that the last generation began with: the ring goes back to the last but one. */
  function expectPicture(from: number): void {
    clearTimeout(pictured);
    if (before > 0) pictured = setTimeout(env.snapshot, Math.max(0, from + before * 1000 - env.now()));
  }

  function hold(item: Item): void {
    const [type, at, json] = item;
    if (at > until) return;
    if (type === FULL_SNAPSHOT && json.length > LARGEST) return end("page-too-large");
    if (!history.add(item)) env.snapshot();
    if (type === FULL_SNAPSHOT && phase === "ring") expectPicture(history.began());
  }

  /** Gives the recording what it takes: nothing that is later than its triggers justify. */
  function give(item: Item): void {
    const [type, timestamp, json] = item;
    if (timestamp > until) return inner?.finish("after-trigger");
    if (isCut && type !== FULL_SNAPSHOT && type !== META) return;
    inner?.take({ type, timestamp, data: undefined }, json);
    if (type !== FULL_SNAPSHOT) return;
    isCut = false;
    // The server cuts what it keeps at a picture.
    if (isProvisional) expectPicture(timestamp);
    const waiting = marks;
    marks = [];
    for (const mark of waiting) give(mark);
  }

  function fire(trigger: number): void {
    if (!["ring", "opening", "sending"].includes(phase) || !isRecorded(policy, location.pathname)) return;
    const at = env.now();
    until = at + after * 1000;
    if (recording) recording.until = until;
    if (at - (fired.get(trigger) ?? -Infinity) >= MARK_MS) mark(trigger, at);
    if (phase === "ring") start();
  }

  function mark(trigger: number, at: number): void {
    fired.set(trigger, at);
    const item: Item = [CUSTOM, at, JSON.stringify({ tag: "revoir.trigger", payload: { trigger } })];
    if (phase === "ring") history.freeze(at);
    if (recording?.start !== undefined && !isCut) return give(item);
    if (!recording && history.holds() && !history.isCut()) return hold(item);
    // Without a picture it could not be shown where it was.
    marks = [...marks.filter(([, , json]) => json !== item[2]), item];
    env.snapshot();
  }

  function start(): void {
    open().catch(() => end("failed"));
  }

  async function open(): Promise<void> {
    phase = "opening";
    opened = env.now();
    const said = await parts.open(stop.signal, ring.earlier ?? [], (receipt) => {
      if (ring.receipt) ring.earlier = [ring.receipt, ...(ring.earlier ?? [])];
      ring.receipt = receipt;
    });
    if (stop.signal.aborted) return "release" in said ? said.release() : undefined;
    if (!("entry" in said)) return end("off" in said ? said.off : said.stopped);
    begin(said.entry);
    for (const { items } of history.generations()) items.forEach(give);
    isCut = history.isCut();
    if (isCut || said.entry.start === undefined || marks.length > 0) env.snapshot();
    keeping.remove();
    history.clear();
  }

  function begin(entry: Drawn): void {
    phase = "sending";
    clearTimeout(pictured);
    entry.until ??= until;
    until = entry.until;
    entry.masked += masked;
    entry.dropped = (entry.dropped ?? 0) + dropped;
    masked = dropped = 0;
    recording = entry;
    inner = parts.createStream({ ...env, ended: quietly(ended) }, policy, entry);
    env.save(entry);
  }

  /** The recording takes no more; what it has taken is still on its way. */
  function ended(): void {
    const last = inner;
    if (!ROUTINE.includes(last?.entry.reason ?? "")) {
      phase = "ended";
      close();
      return env.ended();
    }
    phase = "resting";
    const [least, most] = GAP_MS;
    gap = setTimeout(() => void last?.flush().then(restart).catch(() => end("failed")), least + parts.random() * (most - least));
  }

  async function restart(): Promise<void> {
    const { receipt = "", earlier = [] } = recording ?? {};
    const renewed = await parts.renew([receipt, ...earlier]);
    if (stop.signal.aborted || phase !== "resting") return renewed.keeping.remove();
    ({ history, keeping, ring } = renewed);
    keeping.renew(env.now());
    inner = recording = undefined;
    until = Infinity;
    fired.clear();
    phase = "ring";
    if (isProvisional) start();
    env.snapshot();
  }

  function tick(): void {
    const now = env.now();
    watcher.pass(now);
    if (phase === "sending" && now > until) return inner?.finish("after-trigger");
    if (phase === "sending" && now > opened + policy.lifespan_ms && opened > 0) return inner?.finish("lifespan");
    if (phase !== "ring") return;
    history.age(now);
    keeping.renew(now);
    void keeping.save();
  }

  function take(event: RedactedEvent, json: string): void {
    if (phase === "resting" || stop.signal.aborted) return;
    const item: Item = [event.type, event.timestamp, json];
    if (inner) give(item);
    else hold(item);
    watcher.see(event.type, event.timestamp, event.data);
  }

  if (parts.drawn) {
    // What has ended in the course of things may be followed by another; its end shows again as soon as time passes.
    if (ROUTINE.includes(parts.drawn.reason ?? "")) delete parts.drawn.reason;
    begin(parts.drawn);
    if (parts.drawn.reason) {
      phase = "ended";
      close();
    }
  } else if (ring.due !== undefined) {
    until = ring.due;
    delete ring.due;
    history.freeze(until - after * 1000);
    start();
  } else if (isProvisional) start();
  if (!recording) keeping.renew(env.now());

  return {
    policy,
    get entry() {
      // Between two recordings the page goes on being observed for the next.
      if (phase !== "resting" || !recording) return recording ?? ring;
      const { reason: _, ...going } = recording;
      return going;
    },
    take,
    count(more, less) {
      if (inner) return inner.count(more, less);
      masked += more;
      dropped += less;
    },
    trigger: (name) => watcher.call(name),
    flush: async () => (inner ? inner.flush() : keeping.save()),
    finish(reason) {
      if (inner && phase === "sending") inner.finish(reason);
      else end(reason);
    },
    leave(isGone) {
      const wasOpening = phase === "opening";
      close();
      if (inner) return inner.leave();
      if (isGone || phase === "ended") keeping.remove();
      else keeping.leave(env.now(), wasOpening ? until : undefined);
      return undefined;
    },
    status() {
      const state = phase === "resting" ? { state: "waiting" as const, reason: "between-recordings" } : {};
      if (inner) return { ...inner.status(), ...state };
      const { reason } = ring;
      const said = reason ?? (ring.store ? undefined : "memory-only");
      return { purpose: policy.purpose, state: reason ? "stopped" : "ring", policyVersion: policy.policy_version, ...(said ? { reason: said } : {}), sent: 0, masked, dropped };
    },
  };
}

/** What nobody waits for: an error in it must not become the page's. */
function quietly<A extends unknown[]>(act: (...given: A) => void): (...given: A) => void {
  return (...given) => {
    try {
      act(...given);
    } catch {
      // The page has changed the language under us.
    }
  };
}
