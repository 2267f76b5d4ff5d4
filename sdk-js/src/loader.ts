import { CONSENT_DAYS, isOlder, next, type Consent, type ConsentEvent } from "./consent";
import { readKept, tabShelf } from "./kept";
import { readLocal } from "./local";
import { QUIET } from "./quiet";
import { loadScript } from "./script";
import { PURPOSES, type Choices, type CreateRecorder, type Decision, type Proof, type Purpose, type Recorder, type Revoir, type ShowBanner, type Panel, type Status, type CreateTeller, type Teller } from "./types";

/** The recorder's file name, by the hash of its content; put in place at build time. */
declare const RECORDER: string;
/** The same of the developer's panel, of the banner, and of what tells the server of decisions. */
declare const PANEL: string;
declare const TELL: string;
declare const BANNER: string;

type Queued = (revoir: Revoir) => void;

/** Makes the API that a page calls. Until consent it stores, asks and observes nothing, and reads whether a withdrawal waits. */
export function createLoader(source: string, site: string, data: DOMStringMap = {}): Revoir {
  const { origin } = new URL(source);
  const states: Partial<Record<Purpose, Consent>> = {};
  const reasons: Partial<Record<Purpose, string>> = {};
  const chosen: Choices = {};
  const granted = (): Purpose[] => PURPOSES.filter((purpose) => chosen[purpose]);
  const signal = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  let failed = false;
  let proof: Proof = {};
  let recorder: Recorder | undefined;
  let loading: Promise<void> | undefined;
  let teller: Teller | undefined;
  let banner: Promise<() => Promise<void>> | undefined;
  let user: Parameters<Revoir["identify"]> | undefined;
  /** What was called for before a ring could hear it. */
  const fired: string[] = [];
  let busy = false;

  const fileOf = (name: string): string => new URL(name, source).href;

  async function ready(): Promise<Teller> {
    return (teller ??= (await loadScript<CreateTeller>(fileOf(TELL)))(origin, site));
  }

  async function load(): Promise<void> {
    const policy = fetch(`${origin}/v1/sites/${encodeURIComponent(site)}/policy`, QUIET);
    policy.catch(() => {});
    // Of what leaves, the first thing is to be shown, too.
    const panel = "debug" in data && { panel: await loadScript<Panel>(fileOf(PANEL)) };
    if ("badge" in data) void api.banner(false);
    // Before anything is recorded, what withdraws it is there.
    const loaded = loadScript<CreateRecorder>(fileOf(RECORDER));
    const telling = ready();
    telling.catch(() => {});
    const create = await loaded;
    await telling;
    recorder = create({ origin, base: source, site, ...panel, policy, tell, end: (purposes, event) => void end(move(purposes, event)) });
  }

  /** Shows banner and badge as far as the snippet asks for them; gives what opens the choices. */
  function show(): Promise<() => Promise<void>> {
    return (banner ??= loadScript<ShowBanner>(fileOf(BANNER)).then((start) => start(api, { origin, site, data })));
  }

  /** Moves these purposes on, and says which of them were granted until now. */
  function move(purposes: readonly Purpose[], event: ConsentEvent): Purpose[] {
    return purposes.filter((purpose) => {
      const was = states[purpose] ?? "unknown";
      const now = (states[purpose] = next(was, event));
      chosen[purpose] = now === "granted";
      if (now !== was) reasons[purpose] = event === "signal" ? "globalPrivacyControl" : now;
      return was === "granted" && now !== was;
    });
  }

  /** Stops these purposes at once and clears what is kept of them; a withdrawal is told after that. */
  async function end(gone: readonly Purpose[]): Promise<void> {
    const held = recorder?.drop(gone) ?? [];
    window.dispatchEvent(new Event("revoir:consent"));
    const withdrawn = gone.filter((purpose) => states[purpose] === "withdrawn");
    if (gone.length > 0) await told((it) => it.end(gone, withdrawn, held, proof.mechanism));
  }

  /** Has the server told: now, or where that cannot be loaded, as soon as there is a network. */
  async function told<T>(act: (it: Teller) => Promise<T>): Promise<T | undefined> {
    try {
      return await act(teller ?? (await ready()));
    } catch {
      window.addEventListener("online", () => void told(act), { once: true });
      return undefined;
    }
  }

  async function tell(decision: Decision): Promise<void> {
    if ((await told((it) => it.tell([], decision))) === false) await end(move(granted(), "changed"));
  }

  /** True when every granted purpose is known not to be drawn for this visit. */
  function noneDrawn(): boolean {
    const kept = readKept(tabShelf(), site);
    const asked = granted();
    const lost = asked.filter((purpose) => {
      const entry = kept[purpose];
      return entry?.drawn === false && entry.end > Date.now();
    });
    for (const purpose of lost) reasons[purpose] = "not-drawn";
    return lost.length === asked.length;
  }

  async function start(): Promise<void> {
    for (const purpose of granted()) reasons[purpose] = "loading";
    if (!recorder && noneDrawn()) return;
    busy = true;
    try {
      await (loading ??= load());
    } catch {
      loading = undefined;
      for (const purpose of granted()) reasons[purpose] = "unreachable";
    }
    // A withdrawal may have come while the file was on its way.
    if (user) recorder?.identify(...user);
    user = undefined;
    if (granted()[0]) await recorder?.open(chosen, proof);
    busy = false;
    for (const name of fired.splice(0)) recorder?.trigger(name);
  }

  /** What a choice means today. */
  function eventOf(choice: boolean): ConsentEvent {
    if (!choice) return "refused";
    if (signal && !proof.act) return "signal";
    return proof.at && isOlder(proof.at, CONSENT_DAYS) ? "old" : "given";
  }

  const api: Revoir = {
    async consent(choices, given) {
      try {
        // A call that only refuses brings no proof of what was agreed to before.
        if (given) proof = given;
        const ended = end(
          PURPOSES.flatMap((purpose) => {
            const choice = choices[purpose];
            return typeof choice === "boolean" ? move([purpose], eventOf(choice)) : [];
          }),
        );
        ended.catch(() => {});
        if (granted()[0]) await start();
        await ended;
      } catch {
        // Whatever the page handed in, or has changed, it is never punished for it.
        failed = true;
      }
    },
    async withdraw(purposes) {
      try {
        fired.length = 0;
        const gone = PURPOSES.filter((purpose) => !purposes || purposes.includes(purpose));
        move(gone, "withdrawn");
        await end(gone);
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
    trigger(name) {
      return recorder?.trigger(name) || (busy && fired.push(name) > 0);
    },
    pause(on) {
      recorder?.pause(on);
    },
    async flush() {
      await recorder?.flush();
    },
    rights() {
      const receipts = (readLocal("receipts", site) ?? []).map(([purpose, receipt]) => `.${purpose}:${receipt}`);
      open(`${origin}/r/#${site}${receipts.join("")}`, "_blank", "noopener");
    },
    async banner(opens = true) {
      try {
        const choose = await show();
        if (opens) await choose();
      } catch {
        // It could not be loaded.
      }
    },
    status(): Status[] {
      let told: Status[] | undefined;
      try {
        told = recorder?.status();
      } catch {
        failed = true;
      }
      const say = (purpose: Purpose, at: number): Status => {
        const found = told?.[at];
        if (found && chosen[purpose]) return found;
        const reason = failed ? "failed" : (reasons[purpose] ?? "no-consent");
        const state = reason === "unreachable" || reason === "failed" ? "stopped" : "off";
        return { purpose, sent: 0, masked: 0, dropped: 0, ...found, state, reason };
      };
      // Not by the page's own arrays, which may be anything.
      return [say("support", 0), say("ux", 1), say("errors", 2)];
    },
  };
  if (signal) move(PURPOSES, "signal");
  if ("banner" in data) void api.banner(false);
  if (readLocal("pending", site)) void told((it) => it.tell([]));
  return api;
}

/** Puts the API on the page, runs what was queued for it, and says that it is there. */
export function install(page: Window & { revoir?: unknown }, script: HTMLScriptElement | null): Revoir | undefined {
  const before = page.revoir as Queued[] | Revoir | undefined;
  const site = script?.dataset.site;
  // A second copy of the snippet changes nothing.
  if (!script || !site || (before && "consent" in before)) return undefined;
  const api = createLoader(script.src, site, script.dataset);
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
  return api;
}
