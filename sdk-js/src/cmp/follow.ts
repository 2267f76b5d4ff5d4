import { CONSENT_DAYS, isOlder, today } from "../consent";
import { readLocal, writeLocal } from "../local";
import { install } from "../loader";
import { PURPOSES, type Choices, type Proof, type Purpose, type Revoir } from "../types";

/** What a platform says of one thing that it asks for: null while the visitor has not answered, undefined while nothing is known of it. */
export type Ask = (name: string) => boolean | null | undefined;

/** Listens to a platform, of which all that the attributes name is asked: calls `tell` whenever that may have changed. */
export type Listen = (tell: (ask: Ask) => void, names: readonly string[]) => void;

/** The names that stand for a purpose: those of its attribute, or the usual ones. All of them must be agreed to. */
function namesOf(data: DOMStringMap, purpose: Purpose, usual: Choices | Partial<Record<Purpose, string>>): string[] {
  return String(data[purpose] ?? usual[purpose] ?? "").split(/\s+/).filter(Boolean);
}

/** What was chosen for some of the purposes. */
function only(choices: Choices, purposes: readonly Purpose[]): Choices {
  return Object.fromEntries(purposes.filter((purpose) => purpose in choices).map((purpose) => [purpose, choices[purpose]]));
}

/** Hands a choice on; `news` are purposes that stood otherwise on this page. */
async function handOn(revoir: Revoir, site: string, choices: Choices, proof: Proof, news: ReadonlySet<Purpose>): Promise<void> {
  const hasActed = navigator.userActivation?.hasBeenActive ?? false;
  const signal = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  // What the visitor does on this page stands above the browser's signal; what a platform remembers does not.
  const overruled = PURPOSES.filter((purpose) => choices[purpose] && signal && !(hasActed && news.has(purpose)));
  const agreed = PURPOSES.filter((purpose) => choices[purpose] && !overruled.includes(purpose));
  if (overruled.length > 0) void revoir.consent(only(choices, overruled), { ...proof, act: false });
  const facts = { ...proof, act: true };
  // Of who agrees to nothing, nothing is read.
  const proven = agreed.length > 0 ? readLocal("proof", site) : undefined;
  const takenBack = PURPOSES.filter((purpose) => choices[purpose] === false && proven?.purposes?.[purpose]);
  if (takenBack.length > 0) {
    // An earlier page was granted it, and nobody was there to tell us.
    void revoir.consent({}, facts);
    void revoir.withdraw(takenBack);
  }
  const since = agreed.length > 0 ? date(site, agreed, proof, news) : {};
  const old = agreed.filter((purpose) => isOlder(since[purpose] ?? "", CONSENT_DAYS));
  if (old.length > 0) void revoir.consent(only(choices, old), { ...facts, at: since[old[0]!]! });
  const rest = PURPOSES.filter((purpose) => !overruled.includes(purpose) && !old.includes(purpose));
  // The oldest speaks for all that are handed on together.
  const at = agreed.filter((purpose) => rest.includes(purpose)).map((purpose) => since[purpose]!).sort()[0];
  await revoir.consent(only(choices, rest), at && at < today() ? { ...facts, at } : facts);
}

/**
 * A platform does not say when it was agreed to: it counts from the day on which this browser first heard of it, or from
 * today where it stood otherwise on this page, or its text was another. Beside the proof that day is remembered.
 */
function date(site: string, agreed: readonly Purpose[], { textVersion = "" }: Proof, news: ReadonlySet<Purpose>): Partial<Record<Purpose, string>> {
  const proven = readLocal("proof", site);
  const heard = proven?.textVersion === textVersion ? proven.since : {};
  const since = { ...heard, ...Object.fromEntries(agreed.map((purpose) => [purpose, (!news.has(purpose) && heard?.[purpose]) || today()])) };
  writeLocal("proof", site, { purposes: {}, textVersion, on: "", ...proven, since });
  return since;
}

/** Installs the loader, and hands on to it what the visitor chooses in the platform. */
export function follow(mechanism: string, usual: Partial<Record<Purpose, string>>, listen: (data: DOMStringMap) => Listen): void {
  try {
    const script = document.currentScript as HTMLScriptElement | null;
    const revoir = install(window, script);
    if (!revoir || !script) return;
    const data = script.dataset;
    const { site = "", textVersion = "1" } = data;
    const news = new Set<Purpose>();
    let before = "";
    let last: Choices = {};
    const tell = (ask: Ask): void => {
      const choices: Choices = {};
      for (const purpose of PURPOSES) {
        const said = namesOf(data, purpose, usual).map(ask);
        const isAnswered = said.length > 0 && said.every((one) => typeof one === "boolean");
        if (isAnswered) choices[purpose] = said.every(Boolean);
        // What is no longer answered is no longer agreed to.
        else if (last[purpose]) choices[purpose] = false;
        if (choices[purpose] === false || said.includes(null)) news.add(purpose);
      }
      const now = JSON.stringify(choices);
      if (now === before || now === "{}") return;
      before = now;
      last = choices;
      void handOn(revoir, site, choices, { mechanism, textVersion }, news);
    };
    const names = PURPOSES.flatMap((purpose) => namesOf(data, purpose, usual));
    listen(data)((ask) => {
      try {
        tell(ask);
      } catch {
        // A platform that answers otherwise than it says has consented to nothing.
      }
    }, names);
  } catch {
    // The page goes on.
  }
}

/** Calls once a global of the page is there, if that is within a minute. */
export function whenThere<T>(find: () => T | undefined, act: (found: T) => void, tries = 240): void {
  const found = find();
  if (found !== undefined) act(found);
  else if (tries > 0) setTimeout(() => whenThere(find, act, tries - 1), 250);
}

/** A global of the page. */
export function globalOf<T>(name: string): T | undefined {
  return (window as unknown as Record<string, T | undefined>)[name];
}

export const OURS = { support: "support", ux: "ux", errors: "errors" };
/** The same, where a platform's services have names of their own. */
export const SERVICES = { support: "revoir-support", ux: "revoir-ux", errors: "revoir-errors" };
