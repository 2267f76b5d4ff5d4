import { readKept, tabShelf } from "./kept";
import { QUIET } from "./quiet";
import { loadScript } from "./script";
import { PURPOSES, type Choices, type CreateRecorder, type Proof, type Purpose, type Revoir, type ShowPanel, type Status } from "./types";
import { forget, tellWithdrawal } from "./withdrawals";

/** The recorder's file name, by the hash of its content; put in place at build time. */
declare const RECORDER: string;
/** The same of the developer's panel. */
declare const PANEL: string;

type Queued = (revoir: Revoir) => void;

/** Makes the API that a page calls. Until consent it reads, stores, asks and observes nothing. */
export function createLoader(source: string, site: string, debug = false): Revoir {
  const origin = new URL(source).origin;
  const wanted: Choices = {};
  const reasons: Partial<Record<Purpose, string>> = {};
  let failed = false;
  let proof: Proof = {};
  let recorder: Revoir | undefined;
  let loading: Promise<void> | undefined;
  let user: Parameters<Revoir["identify"]> | undefined;

  async function load(): Promise<void> {
    const policy = fetch(`${origin}/v1/sites/${encodeURIComponent(site)}/policy`, QUIET);
    policy.catch(() => {});
    if (debug) void loadScript<ShowPanel>(new URL(PANEL, source).href).then((show) => show(api), () => {});
    const create = await loadScript<CreateRecorder>(new URL(RECORDER, source).href);
    recorder = create({ origin, base: source, site, debug, policy });
  }

  /** True when every purpose that was consented to is known not to be drawn for this visit. */
  function noneDrawn(): boolean {
    const kept = readKept(tabShelf(), site);
    const asked = PURPOSES.filter((purpose) => wanted[purpose]);
    const lost = asked.filter((purpose) => {
      const entry = kept[purpose];
      return entry && !entry.drawn && entry.end > Date.now();
    });
    for (const purpose of lost) reasons[purpose] = "not-drawn";
    return lost.length === asked.length;
  }

  async function start(): Promise<void> {
    for (const purpose of PURPOSES) if (wanted[purpose]) reasons[purpose] = "loading";
    if (noneDrawn()) return;
    try {
      await (loading ??= load());
    } catch {
      loading = undefined;
      for (const purpose of PURPOSES) if (wanted[purpose]) reasons[purpose] = "unreachable";
      return;
    }
    // A withdrawal may have come while the file was on its way.
    if (user) recorder?.identify(...user);
    user = undefined;
    await recorder?.consent({ ...wanted }, proof);
  }

  function say(purpose: Purpose): Status {
    const reason = failed ? "failed" : (reasons[purpose] ?? "no-consent");
    const state = reason === "unreachable" || reason === "failed" ? "stopped" : "off";
    return { purpose, state, policyVersion: undefined, reason, sent: 0, masked: 0, dropped: 0 };
  }

  const api: Revoir = {
    async consent(choices, given) {
      try {
        for (const purpose of PURPOSES) {
          if (typeof choices[purpose] === "boolean") wanted[purpose] = choices[purpose];
        }
        // A call that only refuses brings no proof of what was agreed to before.
        if (given) proof = given;
        if (recorder) await recorder.consent(choices, proof);
        else if (PURPOSES.some((purpose) => wanted[purpose])) await start();
      } catch {
        // Whatever the page handed in, or has changed, it is never punished for it.
        failed = true;
      }
    },
    async withdraw(purposes) {
      try {
        const gone = purposes ? [purposes].flat() : PURPOSES;
        for (const purpose of gone) {
          wanted[purpose] = false;
          reasons[purpose] = "withdrawn";
        }
        if (recorder) return await recorder.withdraw(purposes);
        await Promise.all(forget(tabShelf(), site, gone).map((receipt) => tellWithdrawal(origin, receipt)));
      } catch {
        // As above.
      }
    },
    identify(id, options) {
      if (recorder) return recorder.identify(id, options);
      if (!loading) return false;
      user = options ? [id, options] : [id];
      return true;
    },
    async flush() {
      await recorder?.flush();
    },
    status(): Status[] {
      try {
        if (recorder) return recorder.status();
      } catch {
        failed = true;
      }
      return [say("support"), say("ux"), say("errors")];
    },
  };
  return api;
}

/** Puts the API on the page, runs what was queued for it, and says that it is there. */
export function install(page: Window & { revoir?: unknown }, script: HTMLScriptElement | null): void {
  const before = page.revoir as Queued[] | Revoir | undefined;
  const site = script?.dataset.site;
  // A second copy of the snippet changes nothing.
  if (!script || !site || (before && "consent" in before)) return;
  const api = createLoader(script.src, site, "debug" in script.dataset);
  const run = (queued: Queued): void => {
    try {
      queued(api);
    } catch {
      // A callback that fails is the page's affair, and must not keep the others waiting.
    }
  };
  page.revoir = Object.assign(api, { push: run });
  if (Array.isArray(before)) before.forEach(run);
  page.dispatchEvent(new Event("revoir:ready"));
}
