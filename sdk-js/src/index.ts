import { factsOf, type Facts } from "./consent";
import { decide } from "./decisions";
import type { Identity } from "./grants";
import { digestId } from "./digest";
import { tabShelf } from "./kept";
import { createPageCapture, type Watch } from "./page";
import { fetchPolicies, type Policies } from "./policies";
import { startCapture, watchPage, watchPath } from "./recorder";
import { QUIET } from "./quiet";
import { watchSigns } from "./signs";
import { createStreams } from "./streams";
import { wait, type Net } from "./transport";
import { keyOf, readLocal } from "./local";
import { PURPOSES, type Choices, type Decision, type Place, type Purpose, type Recorder } from "./types";
import { acceptsText } from "./texts";
import { keepReceipts } from "./receipts";

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
    signs: (requests, tell) => watchSigns(base, requests, tell),
    now: () => performance.now(),
  };
}

/** Makes the recorder of one page. All state is in here; nothing is observed before `open`. */
export function createRecorder(place: Place, watched: Watch = watch(place.base)): Recorder {
  const shelf = tabShelf();
  const ledger = place.panel?.ledger;
  const page = createPageCapture(watched, ledger?.add);
  /** A decision that the server does not know yet. */
  let untold: Decision | undefined;
  const asks = (): void => {
    if (untold) void place.tell(untold);
    untold = undefined;
  };
  const env = { ...place, net: browser, shelf, now: Date.now, asks, beacon: (body: Uint8Array<ArrayBuffer>) => beacon(place.origin, body) };
  const streams = createStreams(env, page);
  const life = new AbortController();
  let consented: readonly Purpose[] = [];
  let facts: Facts | undefined;
  let identity: Identity | undefined;
  let policies: Policies | undefined;

  /** Opens what was consented to and is not open yet; a policy that changed meanwhile is read again. */
  async function openConsented(fresh: boolean): Promise<void> {
    if (!policies || "stop" in policies || fresh) policies = await fetchPolicies(env.net, place, life.signal, fresh);
    if ("stop" in policies) return streams.mark(consented.filter((purpose) => !streams.active(purpose)), "stopped", policies.stop);
    keepReceipts(place.site, policies.purposes);
    if (facts && !(await acceptsText(env.net, place, policies, facts.text_version))) return place.end(consented, "changed");
    // Read only now: a withdrawal may have come while policy and texts were on their way.
    const asked = consented.filter((purpose) => !streams.active(purpose));
    const found = policies.purposes.filter((policy) => asked.includes(policy.purpose));
    // A ring on the device asks for nothing until a trigger fires: so long nothing is told, either.
    if (policies.purposes.some(({ purpose, collection }) => consented.includes(purpose) && collection.history !== "on_device")) env.asks();
    streams.mark(asked.filter((purpose) => !found.some((policy) => policy.purpose === purpose)), "off", "no-policy");
    if (facts) await streams.open(found, facts, identity);
  }

  async function start(): Promise<void> {
    await shown();
    if (isFramed()) return streams.mark(consented, "off", "framed");
    for (let attempt = 0; attempt < POLICY_TRIES; attempt += 1) {
      await openConsented(attempt > 0);
      if (!streams.status().some((status) => status.reason === "policy-changed")) return;
    }
  }

  /** Another user's recording begins where the last one's ends. */
  async function reopen(id: Identity): Promise<void> {
    const digest = await digestId(id.id);
    const others = consented.filter((purpose) => {
      const stream = streams.stream(purpose);
      return stream && stream.policy.identifiers !== "I1" && stream.entry.user !== digest;
    });
    for (const purpose of others) streams.stream(purpose)?.finish("other-user");
    streams.mark(others, "off", "opening");
    await start();
  }

  /** What was being opened when something broke will not be. */
  function failed(): void {
    streams.mark(consented.filter((purpose) => !streams.stream(purpose)), "stopped", "failed");
  }

  /** What another page has withdrawn ends here. */
  function follow(): void {
    const { purposes = {} as Choices } = readLocal("proof", place.site) ?? {};
    place.end(consented.filter((purpose) => !purposes[purpose]), "withdrawn");
  }

  window.addEventListener("storage", guard(({ key }) => void (key === keyOf("proof", place.site) && follow())));
  window.addEventListener("pagehide", guard(() => streams.leave()));
  window.addEventListener("pageshow", guard((event) => {
    if (!event.persisted) return;
    // A page that was put aside hears nothing of what others do meanwhile.
    follow();
    if (consented.length > 0) void quiet(start)();
  }));
  document.addEventListener("visibilitychange", guard(() => void (document.hidden && quiet(streams.flush)())));

  const recorder: Recorder = {
    open: quiet(async (choices, proof) => {
      consented = PURPOSES.filter((purpose) => choices[purpose]);
      facts = factsOf(proof, Date.now());
      untold = decide(place.site, choices, facts) ?? untold;
      await start();
    }, failed),
    drop(purposes) {
      consented = consented.filter((purpose) => !purposes.includes(purpose));
      return streams.drop(purposes);
    },
    identify(userId, options) {
      if (typeof userId !== "string" || userId === "") return false;
      const known = policies && "purposes" in policies ? policies.purposes : undefined;
      const fits = known?.some((policy) => policy.identifiers !== "I1" && consented.includes(policy.purpose));
      // Before the policies are here nobody can tell: the identifier waits for them.
      if (known && !fits) return false;
      identity = { id: userId, proof: typeof options?.proof === "string" ? options.proof : undefined };
      if (known) void quiet(reopen)(identity);
      return true;
    },
    trigger: (name) => streams.trigger(name),
    pause: (on = true) => page.pause(on),
    flush: quiet(() => streams.flush()),
    status: () => streams.status().map((status) => (ledger ? { ...status, left: ledger.list() } : status)),
  };
  place.panel?.show(recorder);
  return recorder;
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
