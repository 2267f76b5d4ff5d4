import type { Purpose, Revoir } from "../types";
import { button, make, place } from "./make";
import { STYLE } from "./style";
import { languageOf } from "./texts";

const WORDS = {
  en: {
    label: "Recording of this visit",
    recording: "Your visit is recorded", paused: "Recording is paused", none: "Nothing is recorded",
    purposes: { support: "support", ux: "experience", errors: "errors" },
    sent: (sent: number, masked: number) => `Sent from this page's visit: ${sent} batches; ${masked} texts were masked first.`,
    ring: "Kept in this browser only until something goes wrong.",
    pause: "Pause on this page", resume: "Resume", stop: "Stop and withdraw consent", choices: "Choices", rights: "See what was recorded",
  },
  fr: {
    label: "Enregistrement de cette visite",
    recording: "Votre visite est enregistrée", paused: "Enregistrement en pause", none: "Rien n’est enregistré",
    purposes: { support: "assistance", ux: "expérience", errors: "erreurs" },
    sent: (sent: number, masked: number) => `Envoyés pour cette visite : ${sent} lots ; ${masked} textes ont été masqués avant.`,
    ring: "Gardé dans ce navigateur seulement, tant que rien ne va mal.",
    pause: "Mettre en pause sur cette page", resume: "Reprendre", stop: "Arrêter et retirer mon consentement", choices: "Mes choix", rights: "Voir ce qui a été enregistré",
  },
};

/** Says what is being recorded, with pause and stop, and what has left. */
export function showBadge(revoir: Revoir): void {
  const words = WORDS[languageOf(document)];
  const { root } = place("data-revoir-badge", STYLE);
  const opener = button("", () => show(opener.getAttribute("aria-expanded") !== "true"), { "aria-expanded": "false", "aria-controls": "more" });
  const what = make("p");
  const figures = make("p");
  const pause = button("", () => (revoir.pause(!isPaused()), refresh()));
  const tools = make("div", { class: "row" }, pause, button(words.stop, () => void revoir.withdraw()), button(words.choices, () => void revoir.banner()), button(words.rights, () => revoir.rights()));
  const panel = make("div", { id: "more", hidden: "" }, what, figures, tools);
  const active = () => revoir.status().filter(({ state }) => state !== "off" && state !== "stopped");
  const isPaused = (): boolean => active().some(({ reason }) => reason === "paused");

  function show(open: boolean): void {
    opener.setAttribute("aria-expanded", String(open));
    panel.hidden = !open;
  }

  function refresh(): void {
    const now = active();
    const said = now.length === 0 ? words.none : isPaused() ? words.paused : words.recording;
    const names = now.map(({ purpose }) => words.purposes[purpose as Purpose]).join(", ");
    // Written only when it changes: a screen reader would read it again.
    const set = (node: HTMLElement, text: string): void => void (node.textContent !== text && (node.textContent = text));
    set(opener, names && !isPaused() ? `${said} (${names})` : said);
    set(what, now.some(({ state }) => state === "ring") ? words.ring : "");
    const sum = (key: "sent" | "masked"): number => revoir.status().reduce((total, status) => total + status[key], 0);
    set(figures, words.sent(sum("sent"), sum("masked")));
    set(pause, isPaused() ? words.resume : words.pause);
    pause.disabled = now.length === 0;
  }

  root.append(make("aside", { class: "badge", "aria-label": words.label, lang: languageOf(document) }, opener, panel));
  root.addEventListener("keydown", (event) => {
    if ((event as KeyboardEvent).key !== "Escape") return;
    show(false);
    opener.focus();
  });
  window.addEventListener("revoir:consent", refresh);
  setInterval(refresh, 1000);
  refresh();
}
