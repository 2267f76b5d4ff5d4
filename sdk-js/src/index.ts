import { chosen, factsOf, named, type Facts } from "./consent";
import type { Identity } from "./grants";
import { digestId } from "./digest";
import { tabShelf } from "./kept";
import { createPageCapture, type Watch } from "./page";
import { createLedger } from "./ledger";
import { fetchPolicies, type Policies } from "./policies";
import { startCapture, watchPage, watchPath } from "./recorder";
import { QUIET } from "./quiet";
import { createStreams } from "./streams";
import { wait, type Net } from "./transport";
import type { Place, Purpose, Revoir } from "./types";
import { forget, tellWithdrawal } from "./withdrawals";

export type * from "./types";

const POLICY_TRIES = 2;

const browser: Net = { fetch: (url, init) => fetch(url, init), wait, random: Math.random };

/** True within a frame whose page can be reached: that page records, or does not, for both. */
function isFramed(): boolean {
  try {
    return window.parent !== window && window.parent.document !== undefined;
  } catch {
    return false;
  }
}

/** Resolves when the page is shown: one that is loaded ahead of a visit is no visit yet. */
async function shown(): Promise<void> {
  if (!(document as Document & { prerendering?: boolean }).prerendering) return;
  await new Promise((done) => document.addEventListener("prerenderingchange", done, { once: true }));
}

/** A request that outlives the page. */
function beacon(origin: string, body: Uint8Array<ArrayBuffer>): void {
  const headers = { "Content-Type": "text/plain" };
  fetch(`${origin}/v1/batches`, { ...QUIET, method: "POST", keepalive: true, headers, body }).catch(() => {});
}

/** What the recorder observes of a real page. */
function watch(base: string): Watch {
  return {
    page: () => watchPage(base),
    start: startCapture,
    path: () => location.pathname,
    onPath: watchPath,
    now: () => performance.now(),
  };
}

/** Makes the recorder of one page. All state is in here; nothing is observed before `consent`. */
export function createRecorder(place: Place, watched: Watch = watch(place.base)): Revoir {
  const shelf = tabShelf();
  const ledger = place.debug ? createLedger() : undefined;
  const page = createPageCapture(watched, ledger?.add);
  const env = { ...place, net: browser, shelf, now: Date.now, beacon: (body: Uint8Array<ArrayBuffer>) => beacon(place.origin, body) };
  const streams = createStreams(env, page);
  const life = new AbortController();
  const consented = new Set<Purpose>();
  let facts: Facts | undefined;
  let identity: Identity | undefined;
  let policies: Policies | undefined;

  /** Opens what was consented to and is not open yet; a policy that changed meanwhile is read again. */
  async function openConsented(fresh: boolean): Promise<void> {
    if (!policies || "stop" in policies || fresh) policies = await fetchPolicies(env.net, place, life.signal, fresh);
    // Read only now: a withdrawal may have come while the policy was on its way.
    const asked = [...consented].filter((purpose) => !streams.active(purpose));
    if ("stop" in policies) return streams.mark(asked, "stopped", policies.stop);
    const found = policies.purposes.filter((policy) => asked.includes(policy.purpose));
    streams.mark(asked.filter((purpose) => !found.some((policy) => policy.purpose === purpose)), "off", "no-policy");
    if (facts) await streams.open(found, facts, identity);
  }

  async function start(): Promise<void> {
    await shown();
    if (isFramed()) return streams.mark([...consented], "off", "framed");
    for (let attempt = 0; attempt < POLICY_TRIES; attempt += 1) {
      await openConsented(attempt > 0);
      if (!streams.status().some((status) => status.reason === "policy-changed")) return;
    }
  }

  async function withdraw(purposes: readonly Purpose[]): Promise<void> {
    for (const purpose of purposes) consented.delete(purpose);
    const receipts = new Set([...streams.drop(purposes), ...forget(shelf, place.site, purposes)]);
    await Promise.all([...receipts].map((receipt) => tellWithdrawal(place.origin, receipt)));
  }

  /** Another user's recording begins where the last one's ends. */
  async function reopen(id: Identity): Promise<void> {
    const digest = await digestId(id.id);
    const others = [...consented].filter((purpose) => {
      const stream = streams.stream(purpose);
      return stream && stream.policy.identifiers !== "I1" && stream.entry.user !== digest;
    });
    for (const purpose of others) streams.stream(purpose)?.finish("other-user");
    streams.mark(others, "off", "opening");
    await start();
  }

  /** What was being opened when something broke will not be. */
  function failed(): void {
    streams.mark([...consented].filter((purpose) => !streams.stream(purpose)), "stopped", "failed");
  }

  window.addEventListener("pagehide", guard(() => streams.leave()));
  window.addEventListener("pageshow", guard((event) => void (event.persisted && consented.size > 0 && quiet(start)())));
  document.addEventListener("visibilitychange", guard(() => void (document.hidden && quiet(streams.flush)())));

  return {
    consent: quiet(async (choices, proof) => {
      const refused = chosen(choices, false).filter((purpose) => consented.has(purpose));
      for (const purpose of chosen(choices, true)) consented.add(purpose);
      if (proof || !facts) facts = factsOf(proof, Date.now());
      await Promise.all([refused.length > 0 && withdraw(refused), consented.size > 0 && start()]);
    }, failed),
    withdraw: quiet((purposes) => withdraw(named(purposes))),
    identify(userId, options) {
      if (typeof userId !== "string" || userId === "") return false;
      const known = policies && "purposes" in policies ? policies.purposes : undefined;
      const fits = known?.some((policy) => policy.identifiers !== "I1" && consented.has(policy.purpose));
      // Before the policies are here nobody can tell: the identifier waits for them.
      if (known && !fits) return false;
      identity = { id: userId, ...(typeof options?.proof === "string" ? { proof: options.proof } : {}) };
      if (known) void quiet(reopen)(identity);
      return true;
    },
    flush: quiet(() => streams.flush()),
    status: () => streams.status().map((status) => (ledger ? { ...status, left: ledger.list() } : status)),
  };
}

/** Keeps whatever goes wrong in a listener from the page. */
function guard<E extends Event>(listener: (event: E) => void): (event: E) => void {
  return (event) => {
    try {
      listener(event);
    } catch {
      // Recording ends here; the page goes on.
    }
  };
}

/** A promise that a page gets from us never rejects: what failed shows in `status()`. */
function quiet<A extends unknown[]>(act: (...given: A) => Promise<void>, failed?: () => void): (...given: A) => Promise<void> {
  return async (...given) => {
    try {
      await act(...given);
    } catch {
      failed?.();
    }
  };
}
