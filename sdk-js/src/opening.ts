import type { Facts } from "./consent";
import { canDigest, drawReceipt, digestId } from "./digest";
import { askGrant, type Identity } from "./grants";
import { keep, readKept, receiptsOf, removeStore, VISIT_MS, type Drawn, type Kept, type Ringed, type Shelf } from "./kept";
import { claim, type Release } from "./lock";
import { keepReceipts } from "./receipts";
import type { Net } from "./transport";
import type { createStream } from "./stream";
import type { Policy } from "./types";

/** What one purpose's opening needs to know. */
export interface Ask {
  policy: Policy;
  facts: Facts;
  identity: Identity | undefined;
  /** Several purposes that open at once wait for different times, so that their requests do not tell they are one visit. */
  jitter: boolean;
  signal: AbortSignal;
  /** Told as soon as a receipt exists: a withdrawal must name it even while the grant is under way. */
  drawn(receipt: string): void;
}

export interface OpeningEnv {
  net: Net;
  origin: string;
  site: string;
  shelf: Shelf | undefined;
  now(): number;
  /** Told ahead of the first thing that the server is asked for: what was agreed to. Under L2 on the device that is after a trigger. */
  asks(): void;
  locks?: LockManager;
}

/** What a purpose is recorded with; `make` makes its stream, where that is not a recording from the beginning. */
export type Opened = { entry: Drawn | Ringed; release: Release; make?: typeof createStream } | Denied;
type Denied = { off: string } | { stopped: string };
export type OpenedDrawn = { entry: Drawn; release: Release } | Denied;

/** What the file of rings takes from the recorder's. */
export interface Tools {
  open(env: OpeningEnv, ask: Ask, earlier: string[]): Promise<OpenedDrawn>;
  resume(env: OpeningEnv, kept: Drawn, signal: AbortSignal): Promise<OpenedDrawn | undefined>;
  createStream: typeof createStream;
  targetOf(id: number): Element | undefined;
}

export type OpenRing = (env: OpeningEnv, ask: Ask, tools: Tools) => Promise<Opened>;

const JITTER_MS = 5000;
/** A claim that took longer had to wait for another page. */
const AT_ONCE_MS = 10;
/** Until what that page wrote at its end is seen here. */
const SETTLE_MS = 150;

function lockName(receipt: string): string {
  return `revoir:${receipt.slice(0, 16)}`;
}

/** What the tab still keeps of this purpose, if it is of this visit, this policy and this user. */
export async function valid(env: OpeningEnv, kept: Kept | undefined, ask: Ask): Promise<Kept | undefined> {
  if (!kept || kept.end <= env.now() || kept.policyVersion !== ask.policy.policy_version) return undefined;
  if (!kept.drawn || !ask.identity || ask.policy.identifiers === "I1") return kept;
  return kept.user === (await digestId(ask.identity.id)) ? kept : undefined;
}

export async function open(env: OpeningEnv, ask: Ask, earlier: string[]): Promise<OpenedDrawn> {
  const { policy, signal } = ask;
  const { purpose } = policy;
  if (!canDigest()) return { stopped: "insecure-context" };
  if (ask.jitter) await env.net.wait(env.net.random() * JITTER_MS, signal);
  const { receipt, hash } = await drawReceipt();
  if (signal.aborted) return { off: "withdrawn" };
  ask.drawn(receipt);
  env.asks();
  const said = await askGrant(env.net, env, { ...ask, receiptHash: hash }, signal);
  if (signal.aborted) return { off: "withdrawn" };
  if ("stop" in said) return { stopped: said.stop };
  const common = { purpose, policyVersion: policy.policy_version, end: env.now() + VISIT_MS };
  if (!("grant" in said)) {
    keep(env.shelf, env.site, purpose, { ...common, drawn: false });
    return { off: "not-drawn" };
  }
  const user = ask.identity && policy.identifiers !== "I1" ? await digestId(ask.identity.id) : undefined;
  const entry: Drawn = {
    ...common,
    drawn: true,
    grant: said.grant,
    receipt,
    start: undefined,
    seq: 0,
    bytes: 0,
    sent: 0,
    masked: 0,
    user,
    earlier,
  };
  keep(env.shelf, env.site, purpose, entry);
  keepReceipts(env.site, [policy], receipt);
  const release = (await claim(lockName(receipt), env.locks)) ?? ((): void => {});
  return { entry, release };
}

/**
 * Claims the recording that the tab keeps, and reads again how the page before this one left it:
 * that page may have written after this one began, even in another process.
 */
export async function resume(env: OpeningEnv, kept: Drawn, signal: AbortSignal): Promise<OpenedDrawn | undefined> {
  const asked = env.now();
  const release = await claim(lockName(kept.receipt), env.locks);
  if (!release) return undefined;
  if (env.now() - asked > AT_ONCE_MS) await env.net.wait(SETTLE_MS, signal);
  const entry = readKept(env.shelf, env.site)[kept.purpose];
  return { entry: entry?.drawn === true && entry.receipt === kept.receipt ? entry : kept, release };
}

/** Goes on with what the tab's last page was recording for a purpose, or asks the server for a new recording. */
export async function openPurpose(env: OpeningEnv, ask: Ask): Promise<OpenedDrawn> {
  const found = readKept(env.shelf, env.site)[ask.policy.purpose];
  const kept = await valid(env, found, ask);
  if (kept && !kept.drawn) {
    keep(env.shelf, env.site, kept.purpose, { ...kept, end: env.now() + VISIT_MS });
    return { off: "not-drawn" };
  }
  // Where the claim fails this is a duplicated tab: the recording is another tab's, and so are its receipts.
  removeStore(found);
  if (kept?.drawn === true) return (await resume(env, kept, ask.signal)) ?? open(env, ask, []);
  return open(env, ask, receiptsOf(found));
}
