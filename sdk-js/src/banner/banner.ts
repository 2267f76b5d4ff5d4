import { CONSENT_DAYS, isOlder, today } from "../consent";
import { keyOf, readLocal, writeLocal, type Local } from "../local";
import type { Choices, ShowBanner } from "../types";
import { showBadge } from "./badge";
import { leave, openDialog } from "./dialog";
import { fetchTexts, type Texts } from "./texts";

const MECHANISM = "revoir banner";
/** What asks again. */
const ASKS = ["no-consent", "expired", "changed"];

/** Remembers what was chosen here, hands it on, and asks where nothing is known. */
export const showBanner: ShowBanner = (revoir, { origin, site, data }) => {
  const signal = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
  let texts: Promise<Texts> | undefined;
  let isOpen: (() => void) | undefined;
  let hasButton = false;
  /** What was chosen, as it was last read or written here. */
  let kept: Local["choice"] | undefined;
  /** Purposes that were recorded, or could be, when it was last looked. */
  let granted = new Set<string>();

  function look(): void {
    const statuses = revoir.status();
    const withdrawn = statuses.some(({ purpose, reason }) => granted.has(purpose) && reason === "withdrawn");
    const isGranted = ({ reason = "" }: { reason?: string | undefined }): boolean => ![...ASKS, "refused", "withdrawn", "globalPrivacyControl"].includes(reason);
    granted = new Set(statuses.filter(isGranted).map(({ purpose }) => purpose));
    if (withdrawn) void words().then(remember).catch(() => {});
  }

  /** Remembers a withdrawal as a refusal: who has withdrawn is not asked again on the next page. What still stands is no newer for it. */
  function remember({ text_version: textVersion }: Texts): void {
    if (!("banner" in data) || readLocal("choice", site)) return;
    const choices = Object.fromEntries(revoir.status().map(({ purpose }) => [purpose, granted.has(purpose)]));
    write({ ...(kept && granted.size > 0 ? kept : { textVersion, on: today() }), choices });
  }

  function write(choice: Local["choice"]): void {
    kept = choice;
    writeLocal("choice", site, choice);
  }

  /** The texts of now; `cache` says how old they may be. */
  function words(cache?: RequestCache): Promise<Texts> {
    texts ??= fetchTexts(origin, site, cache);
    texts.catch(() => (texts = undefined));
    return texts;
  }

  /** Leaves on the page what opens the choices again, unless a badge does, or a link of the page's own. */
  function leaveButton(): void {
    if (hasButton || !("banner" in data) || data.banner === "link" || "badge" in data) return;
    hasButton = true;
    words()
      .then(({ words }) => leave(words.buttons.reopen, () => void open().catch(() => {})))
      .catch(() => (hasButton = false));
  }

  /** What was chosen before, while it holds. */
  function recall(): void {
    kept = readLocal("choice", site);
    if (!kept) return;
    // A signal that came after a choice is the later refusal.
    const act = signal && kept.signal === true;
    void revoir.consent(kept.choices, { mechanism: MECHANISM, textVersion: kept.textVersion, at: kept.on, act });
    if (isOlder(kept.on, CONSENT_DAYS)) writeLocal("choice", site);
  }

  async function choose(choices: Choices, textVersion: string): Promise<void> {
    const done = revoir.consent(choices, { mechanism: MECHANISM, textVersion, act: true });
    // A withdrawal has cleared it: that the visitor refused is remembered, not asked again.
    write({ choices, textVersion, on: today(), ...(signal && { signal }) });
    await done;
  }

  /** Nothing is known of the visitor's will, or no longer. */
  const isUnanswered = (): boolean => revoir.status().every(({ reason }) => ASKS.includes(reason ?? ""));

  async function open(detailed = true, cache?: RequestCache): Promise<void> {
    const found = await words(cache);
    // Another tab may have answered meanwhile.
    if (!detailed && !isUnanswered()) return leaveButton();
    isOpen?.();
    const chosen = readLocal("choice", site)?.choices ?? {};
    const more = `${origin}/t/${encodeURIComponent(site)}`;
    isOpen = openDialog({
      texts: found, chosen, detailed, more,
      choose: (choices) => void choose(choices, found.text_version),
      rights: () => revoir.rights(),
      closed: () => {
        isOpen = undefined;
        leaveButton();
      },
    });
  }

  /** Asks, unless the visitor has answered, here or by their browser. */
  function ask(cache?: RequestCache): void {
    if (!("banner" in data) || isOpen) return;
    if (signal || !isUnanswered()) leaveButton();
    else void open(false, cache).catch(() => {});
  }

  window.addEventListener("revoir:consent", () => {
    look();
    if (!revoir.status().some(({ reason }) => reason === "changed")) return;
    // What was read before is no longer in force.
    texts = undefined;
    ask("no-cache");
  });
  if ("banner" in data) {
    recall();
    // Another tab's choice is this one's.
    window.addEventListener("storage", ({ key, newValue }) => {
      if (key !== keyOf("choice", site) || !newValue) return;
      isOpen?.();
      recall();
      ask();
    });
  }
  look();
  ask();
  if ("badge" in data) showBadge(revoir);
  return open;
};
