import type { Left } from "../ledger";
import type { Recorder, Status } from "../types";
import { STYLE } from "./style";
import { wordsOf, type Words } from "./words";

const REFRESH_MS = 1000;
/** So many rows are drawn; the filter finds the others. */
const ROWS = 300;

interface Tags extends HTMLElementTagNameMap {
  "revoir-panel": HTMLElement;
}

/** Makes an element with children, without markup, which a page may forbid. */
function make<K extends keyof Tags>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): Tags[K] {
  const element = document.createElement(tag) as Tags[K];
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function stateOf(status: Status, words: Words): HTMLElement {
  const reason = status.reason ? ` (${status.reason})` : "";
  const figures = [words.sent(status.sent), words.masked(status.masked), words.dropped(status.dropped)];
  return make("span", {}, make("b", {}, `${status.purpose}: ${status.state}${reason}`), ` ${figures.join(", ")}`);
}

function rowOf({ rule, text, times }: Left): HTMLTableRowElement {
  return make("tr", {}, make("td", {}, rule), make("td", {}, text), make("td", {}, String(times)));
}

function fits(filter: string): (entry: Left) => boolean {
  const wanted = filter.trim().toLowerCase();
  return ({ rule, text }) => `${rule} ${text}`.toLowerCase().includes(wanted);
}

/** What the panel shows, and how it is told anew. */
interface View {
  root: HTMLElement;
  show(statuses: Status[]): void;
}

function createView(words: Words, changed: () => void): View {
  const state = make("div", { class: "state" });
  const filter = make("input", { type: "search" });
  const count = make("span", { role: "status" });
  const body = make("tbody");
  const heads = [words.rule, words.text, words.times].map((head) => make("th", { scope: "col" }, head));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...heads)), body);
  const empty = make("div", { class: "empty" });
  const list = make("div", { class: "list", tabindex: "0", role: "region", "aria-label": words.text }, table, empty);
  const close = make("button", { type: "button" }, words.close);
  const opener = make("button", { type: "button", class: "opener", hidden: "" }, words.open);
  const heading = make("h2", { id: "title" }, words.title);
  const header = make("header", {}, make("div", {}, heading, make("p", {}, words.intro)), close);
  const tools = make("div", { class: "tools" }, make("label", {}, words.filter, filter), count);
  const section = make("section", { "aria-labelledby": "title" }, header, state, tools, list);
  const root = make("div", { class: "frame" }, section, opener);

  function toggle(open: boolean): void {
    section.hidden = !open;
    opener.hidden = open;
    root.classList.toggle("closed", !open);
    (open ? close : opener).focus();
  }
  close.addEventListener("click", () => toggle(false));
  opener.addEventListener("click", () => toggle(true));
  section.addEventListener("keydown", ({ key }) => void (key === "Escape" && toggle(false)));
  filter.addEventListener("input", changed);

  return {
    root,
    show(statuses) {
      const left = statuses[0]?.left ?? [];
      const found = left.filter(fits(filter.value));
      state.replaceChildren(...statuses.map((status) => stateOf(status, words)));
      body.replaceChildren(...found.slice(-ROWS).reverse().map(rowOf));
      table.hidden = found.length === 0;
      empty.hidden = found.length > 0;
      empty.textContent = left.length === 0 ? words.nothing : words.noMatch;
      count.textContent = words.count(found.length);
    },
  };
}

/** Puts the panel on the page, in a shadow root of its own, and keeps it true. It is never recorded. */
export function showPanel(recorder: Pick<Recorder, "status">): void {
  const host = make("revoir-panel", { "data-revoir-block": "" });
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  shadow.adoptedStyleSheets = [sheet];
  const view = createView(wordsOf(document.documentElement.lang || navigator.language), refresh);
  let last = "";

  function refresh(event?: Event): void {
    const statuses = recorder.status();
    const figures = JSON.stringify(statuses.map(({ left, ...rest }) => [rest, left?.length, left?.reduce((sum, { times }) => sum + times, 0)]));
    if (!event && figures === last) return;
    last = figures;
    view.show(statuses);
  }
  shadow.append(view.root);
  (document.body ?? document.documentElement).append(host);
  refresh();
  setInterval(() => refresh(), REFRESH_MS);
}
