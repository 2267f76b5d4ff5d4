import { canDigest, digestId } from "../digest";
import { readKept, receiptsOf, removeStore, VISIT_MS, type Drawn, type Ringed } from "../kept";
import { claim, type Release } from "../lock";
import { valid, type Ask, type OpeningEnv, type OpenRing, type Tools } from "../opening";
import { createHistory, type History, type Item } from "./history";
import { createKeeping } from "./keeping";
import { createRing, type Made, type Parts } from "./ring";
import { drawKey, openStore, sweepStores, type Store } from "./store";

/** Until what a page before this one wrote at its end is seen here. */
const SETTLE_MS = 150;
/** A claim that took longer had to wait for another page. */
const AT_ONCE_MS = 10;

/** Reads what the tab's last pages have kept. */
async function restore(history: History, store: Store, ring: Ringed): Promise<void> {
  const pieces = await store.read();
  history.restore(pieces.map(([generation, text]) => [generation, JSON.parse(text) as Item[]]), true);
  // A piece that was on its way when the page went lies in both.
  history.restore((ring.rest ?? []).map(([generation, held, items]) => [generation, items.slice(Math.max(0, history.count(generation) - held))]), false);
  delete ring.rest;
}

/** Opens a ring's store, or a new one. Undefined where there is none: the ring lies in memory alone. */
async function openStoreOf(env: OpeningEnv, history: History, ring: Ringed): Promise<Store | undefined> {
  if (!env.shelf || !canDigest()) return undefined;
  let store: Store | undefined;
  try {
    const isNew = !ring.store;
    ring.store ??= drawKey(env.now());
    store = await openStore(ring.store);
    if (!isNew) await restore(history, store, ring);
    return store;
  } catch {
    store?.close();
    removeStore(ring);
    history.clear();
    delete ring.store;
    delete ring.rest;
    return undefined;
  }
}

async function makeRing(env: OpeningEnv, { policy }: Ask, ring: Ringed, isKept: boolean): Promise<Made> {
  const history = createHistory((policy.collection.before_s ?? 0) * 1000);
  const store = isKept ? await openStoreOf(env, history, ring) : undefined;
  return { history, keeping: createKeeping({ ...env, purpose: policy.purpose }, history, store, ring), ring };
}

/** Claims what the tab's last page has left, and reads it again: that page may have written after this one began. */
async function claimRing(env: OpeningEnv, kept: Ringed, signal: AbortSignal): Promise<{ ring: Ringed; release: Release } | undefined> {
  const asked = env.now();
  const release = await claim(kept.store?.name ?? "", env.locks);
  if (!release) return undefined;
  if (env.now() - asked > AT_ONCE_MS) await env.net.wait(SETTLE_MS, signal);
  const again = readKept(env.shelf, env.site)[kept.purpose];
  return { ring: again?.drawn === "ring" && again.store?.name === kept.store?.name ? again : kept, release };
}

/** Whether the tab still has this ring. */
function isHeld({ shelf, site }: OpeningEnv, { purpose, store }: Ringed): boolean {
  const kept = readKept(shelf, site)[purpose];
  return kept?.drawn === "ring" && kept.store?.name === store?.name;
}

/** What the tab's last page has left of this purpose. */
interface Left {
  ring?: Ringed;
  drawn?: Drawn;
  earlier: string[];
  releases: Release[];
}

async function findLeft(env: OpeningEnv, ask: Ask, tools: Tools): Promise<Left | { stopped: string }> {
  const found = readKept(env.shelf, env.site)[ask.policy.purpose];
  const kept = await valid(env, found, ask);
  if (!kept) {
    removeStore(found);
    return { earlier: receiptsOf(found), releases: [] };
  }
  if (kept.drawn === true) {
    const resumed = await tools.resume(env, kept, ask.signal);
    if (resumed && "entry" in resumed) return { drawn: resumed.entry, earlier: [], releases: [resumed.release] };
  }
  if (kept.drawn === "ring" && kept.reason) return { stopped: kept.reason };
  const claimed = kept.drawn === "ring" && kept.store ? await claimRing(env, kept, ask.signal) : undefined;
  if (claimed) return { ring: claimed.ring, earlier: [], releases: [claimed.release] };
  // Where the claim fails this is a duplicated tab: what it found is another tab's.
  return { earlier: [], releases: [] };
}

/** Goes on with the ring, or the recording, that the tab's last page has left, or begins a ring. */
export const openRing: OpenRing = async (env, ask, tools) => {
  const { policy, identity, signal } = ask;
  if (!policy.collection.triggers?.length) return { off: "no-trigger" };
  const user = identity && policy.identifiers !== "I1" ? await digestId(identity.id) : undefined;
  const left = await findLeft(env, ask, tools);
  if ("stopped" in left) return left;
  const { ring, drawn, releases } = left;
  const from = ring?.from ?? (drawn ? undefined : location.pathname);

  function newRing(earlier: string[]): Ringed {
    const { purpose, policy_version: policyVersion } = policy;
    const more = { ...(earlier.length > 0 ? { earlier } : {}), ...(user === undefined ? {} : { user }), ...(from === undefined ? {} : { from }) };
    return { purpose, policyVersion, drawn: "ring", end: env.now() + VISIT_MS, ...more };
  }

  async function begin(earlier: string[], isKept: boolean): Promise<Made> {
    const made = await makeRing(env, ask, newRing(earlier), isKept);
    const release = made.ring.store && (await claim(made.ring.store.name, env.locks));
    if (release) releases.push(release);
    return made;
  }

  // Beside a recording that goes on, a ring is of use only when that has ended.
  const made = ring ? await makeRing(env, ask, ring, true) : await begin(left.earlier, !drawn);
  void sweepStores(env.now(), env.locks).catch(() => {});
  let isMade = false;
  const release = (): void => {
    // Whoever gave up before there was a stream has written nothing: what lay there lies there still, unless it was
    // forgotten meanwhile; then opening it has made it anew.
    if (!isMade && ring && isHeld(env, ring)) made.keeping.close();
    else if (!isMade) made.keeping.remove();
    releases.splice(0).forEach((freed) => freed());
  };
  if (signal.aborted) {
    release();
    return { off: "withdrawn" };
  }
  const parts: Parts = {
    ...made,
    ...(drawn ? { drawn } : {}),
    place: { targetOf: tools.targetOf, from },
    createStream: tools.createStream,
    random: env.net.random,
    async open(stopped, receipts, told) {
      const opened = await tools.open(env, { ...ask, signal: stopped, drawn: told }, receipts);
      if ("release" in opened) releases.push(opened.release);
      return opened;
    },
    renew: (receipts) => begin(receipts, true),
  };
  return {
    entry: drawn ?? made.ring,
    release,
    make(streamEnv, given) {
      isMade = true;
      return createRing(streamEnv, given, parts);
    },
  };
};
