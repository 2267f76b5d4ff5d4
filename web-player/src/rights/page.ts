/** A visitor's own page: reads receipts, asks for each by itself, and shows what is there. */
import { createCard } from "./card";
import { button, make } from "./dom";
import { readReceipts, shuffle } from "./receipts";
import { Refused, createServer, pause } from "./server";
import type { Own } from "./server";
import { WORDS, pickLanguage } from "./words";

/** Between two receipts, so that no log shows them as one act. */
const APART_MS = 400;
const PURPOSES = ["support", "ux", "errors"] as const;

type Found = Own | "gone" | "failed";

let language = pickLanguage(navigator.languages);
let receipts: string[] = [];
const found = new Map<string, Found>();
const told = make("p", [], { id: "told", role: "status" });
const server = createServer(() => tell(WORDS[language].busy));

/** Takes what the address says after its `#` out of it; true if there were receipts. */
function takeReceipts(): boolean {
  const read = readReceipts(location.hash);
  if (location.hash !== "") history.replaceState(undefined, "", location.pathname);
  receipts = [...new Set([...receipts, ...read])];
  return read.length > 0;
}

function tell(text: string): void {
  told.textContent = text;
}

async function look(receipt: string): Promise<void> {
  try {
    found.set(receipt, await server.find(receipt));
  } catch (error) {
    found.set(receipt, error instanceof Refused && error.why === "gone" ? "gone" : "failed");
  }
}

/** Asks for those that are not known yet, one by one, in another order than they came in. */
async function lookForAll(): Promise<void> {
  const wanted = receipts.filter((receipt) => !found.has(receipt) || found.get(receipt) === "failed");
  for (const receipt of wanted) found.delete(receipt);
  draw();
  for (const [at, receipt] of shuffle(wanted, Math.random).entries()) {
    if (at > 0) await pause(Math.random() * APART_MS);
    await look(receipt);
  }
  tell("");
  draw();
}

function there(): [string, Own][] {
  return receipts.flatMap((receipt) => {
    const own = found.get(receipt);
    return typeof own === "object" ? [[receipt, own] as [string, Own]] : [];
  });
}

async function withdraw(of: readonly (readonly [string, Own])[]): Promise<void> {
  const words = WORDS[language];
  tell(words.working);
  let all = true;
  for (const [receipt] of shuffle(of, Math.random)) {
    await server.withdraw(receipt).then(
      (isKept) => isKept || found.set(receipt, "gone"),
      () => (all = false),
    );
  }
  draw();
  const isKept = of.some(([, own]) => own.kept_after_withdrawal);
  if (!all) tell(words.withdrawnSome);
  else tell(isKept ? words.withdrawnKept : words.withdrawn);
}

function section(purpose: (typeof PURPOSES)[number]): HTMLElement | undefined {
  const words = WORDS[language];
  const of = there().filter(([, own]) => own.purpose === purpose);
  if (of.length === 0) return undefined;
  const title = make("h2", words[purpose]);
  const top = make("div", [], { class: "top" });
  const rest = () => {
    const begin = button(words.withdraw, ask, undefined, words[purpose]);
    top.replaceChildren(title, begin);
    return begin;
  };
  const ask = () => {
    const kept = of.filter(([, own]) => own.kept_after_withdrawal).length;
    const question = words.withdrawAsk(of.length - kept, kept);
    const yes = button(words.yes, () => void withdraw(of), "first", question);
    const no = button(words.no, () => rest().focus(), undefined, question);
    top.replaceChildren(title, make("p", question), make("div", [yes, no], { class: "row" }));
    yes.focus();
  };
  rest();
  const cards = of.map(([receipt, own], at) => {
    const onGone = () => {
      found.set(receipt, "gone");
      const next = card.nextElementSibling ?? card.previousElementSibling;
      const isFree = document.activeElement === document.body || card.contains(document.activeElement);
      card.remove();
      if (isFree) next?.querySelector("h3")?.focus();
      if (there().every(([, one]) => one.purpose !== purpose)) draw(true);
    };
    const onChange = (now: Own) => found.set(receipt, now);
    const card = createCard(receipt, own, { server, words, language, place: at + 1, tell, onChange, onGone });
    return card;
  });
  return make("section", [top, make("ul", cards)]);
}

/** Where there are no receipts, or other ones are to be looked for. */
function form(): HTMLElement {
  const words = WORDS[language];
  const box = make("textarea", [], { spellcheck: "false", autocomplete: "off" });
  const file = make("input", [], { type: "file", accept: ".json,.txt,text/plain,application/json" });
  const use = (text: string) => {
    const read = readReceipts(text);
    if (read.length === 0) return tell(words.unread);
    receipts = [...new Set([...receipts, ...read])];
    void lookForAll();
  };
  file.addEventListener("change", () => void file.files?.[0]?.text().then(use));
  return make("section", [
    make("p", words.noneHow),
    make("label", [words.paste, box]),
    make("div", [button(words.find, () => use(box.value), "first")], { class: "row" }),
    make("label", [words.file, " ", file]),
  ]);
}

/** What is said where something is missing. */
function state(): (HTMLElement | undefined)[] {
  const words = WORDS[language];
  const all = [...found.values()];
  if (receipts.length === 0) return [make("p", words.none), form()];
  const failed = all.includes("failed");
  const again = failed ? make("p", [`${words.failed} `, button(words.retry, () => void lookForAll())]) : undefined;
  if (found.size < receipts.length) return [make("p", words.loading, { "aria-busy": "true" })];
  if (there().length === 0 && !failed) return [make("p", words.nothing), form()];
  return [again, all.includes("gone") ? make("p", words.gone, { class: "quiet" }) : undefined];
}

/** Draws the page anew; whoever was on what is there no more goes on at the top. */
function draw(had = document.activeElement !== document.body): void {
  const words = WORDS[language];
  const switchTo = language === "en" ? "fr" : "en";
  document.documentElement.lang = language;
  document.title = words.title;
  const other = button(words.other, () => {
    language = switchTo;
    tell("");
    draw();
    document.querySelector<HTMLElement>("header button")?.focus();
  }, "plain");
  other.lang = switchTo;
  const title = make("h1", words.title, { tabindex: "-1" });
  const parts = [make("header", [title, other]), make("p", words.lead), told, ...state()];
  const sections = found.size < receipts.length ? [] : PURPOSES.map(section);
  const page = document.getElementById("page");
  page?.replaceChildren(...[...parts, ...sections].filter((part) => part !== undefined));
  if (had) title.focus();
}

window.addEventListener("hashchange", () => {
  if (takeReceipts()) void lookForAll();
});
if (takeReceipts()) void lookForAll();
else draw();
