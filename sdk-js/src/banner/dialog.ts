import type { Choices } from "../types";
import { button, make, place } from "./make";
import { STYLE } from "./style";
import { languageOf, type Texts } from "./texts";

/** What a dialog is asked for: its texts, what stands already, and who is told. */
export interface Asked {
  texts: Texts;
  /** What the visitor chose before. */
  chosen: Choices;
  /** Whether it opens with a choice for each purpose. */
  detailed: boolean;
  more: string;
  choose(choices: Choices): void;
  /** Opens the page on which recordings are seen and erased. */
  rights(): void;
  closed(): void;
}

/** One purpose: what it is, and a yes and a no of which neither is taken beforehand. */
function purposeOf(asked: Asked, purpose: Texts["purposes"][number]): HTMLElement {
  const { words } = asked.texts;
  const said = words.purposes[purpose];
  const choice = (value: "true" | "false", label: string): HTMLElement => {
    const input = make("input", { type: "radio", name: purpose, value });
    input.checked = String(asked.chosen[purpose]) === value;
    return make("label", {}, input, label);
  };
  return make(
    "fieldset", {},
    make("legend", {}, said?.label ?? purpose),
    make("p", {}, said?.description ?? ""),
    make("ul", {}, ...(said?.details ?? []).map((detail) => make("li", {}, detail))),
    choice("true", words.buttons.accept),
    choice("false", words.buttons.refuse),
  );
}

/** Shows the choices; what it gives takes them away. */
export function openDialog(asked: Asked): () => void {
  const { texts } = asked;
  const { words, purposes } = texts;
  const { host, root } = place("data-revoir-banner", STYLE);
  const outer = document.activeElement;
  const before = outer?.shadowRoot?.activeElement ?? outer;
  const all = (choice: boolean): Choices => Object.fromEntries(purposes.map((purpose) => [purpose, choice]));
  const close = (): void => {
    host.remove();
    if (before instanceof HTMLElement) before.focus();
    asked.closed();
  };
  const answer = (choices: Choices): void => {
    close();
    asked.choose(choices);
  };
  const save = (): void => {
    const given = new Map([...root.querySelectorAll<HTMLInputElement>("input:checked")].map(({ name, value }) => [name, value === "true"]));
    // What was left open is not consented to.
    answer(Object.fromEntries(purposes.map((purpose) => [purpose, given.get(purpose) ?? false])));
  };
  const dialog = make("section", { role: "dialog", "aria-labelledby": "title", tabindex: "-1", lang: languageOf(document) });

  function fill(detailed: boolean): void {
    const heading = make("h2", { id: "title" }, words.title);
    const accept = button(words.buttons.accept, () => answer(all(true)), { class: "same" });
    const refuse = button(words.buttons.refuse, () => answer(all(false)), { class: "same" });
    const third = detailed ? button(words.buttons.save, save) : button(words.buttons.choose, () => (fill(true), dialog.focus()));
    const more = make("p", {}, make("a", { href: asked.more, target: "_blank", rel: "noopener" }, words.buttons.more));
    const replay = texts.first_level || detailed ? [make("p", {}, words.replay)] : [];
    const named = make("ul", {}, ...purposes.map((purpose) => make("li", {}, words.purposes[purpose]?.label ?? purpose)));
    const body = detailed ? purposes.map((purpose) => purposeOf(asked, purpose)) : [named];
    const closing = asked.detailed ? [button(words.buttons.rights, () => asked.rights()), button(words.buttons.close, close)] : [];
    dialog.replaceChildren(heading, make("p", {}, words.intro), ...replay, ...body, more, make("div", { class: "row" }, refuse, accept, third, ...closing));
  }

  dialog.addEventListener("keydown", (event) => {
    // It closes choices that were opened; it answers nothing.
    if (event.key === "Escape" && asked.detailed) close();
  });
  fill(asked.detailed);
  root.append(dialog);
  if (asked.detailed) dialog.focus();
  return close;
}

/** Leaves a button on the page. */
export function leave(label: string, act: () => void): void {
  const { root } = place("data-revoir-choices", STYLE);
  root.append(make("aside", { class: "badge", "aria-label": label, lang: languageOf(document) }, button(label, act)));
}
