/** One recording: what is told of it, and what its visitor can do with it. */
import { button, make } from "./dom";
import { Refused } from "./server";
import type { Own, Server } from "./server";
import { createShow } from "./show";
import type { Show } from "./show";
import type { Language, Words } from "./words";

const HOUR_MS = 3_600_000;

export interface Around {
  server: Server;
  words: Words;
  language: Language;
  /** Its place among those of its purpose, from 1. */
  place: number;
  /** Says what was done. */
  tell(text: string): void;
  /** It is told of otherwise from now on. */
  onChange(own: Own): void;
  /** The recording is there no more. */
  onGone(): void;
}

/** Shows a recording. `focus` has the keyboard stay on it. */
export function createCard(receipt: string, first: Own, around: Around): HTMLLIElement {
  const { server, words, tell } = around;
  const element = make("li");
  let own = first;
  let show: Show | undefined;
  const when = hours(first, words, around.language);
  const which = words.which(around.place, words[first.purpose], when);
  const offer = (text: string, run: () => void, kind?: "first") => button(text, run, kind, which);

  /** Does something once, and says what became of it. */
  async function act(run: () => Promise<string | undefined>): Promise<void> {
    const had = element.contains(document.activeElement);
    // A button that is switched off loses the keyboard.
    for (const one of element.querySelectorAll("button")) one.disabled = true;
    tell(words.working);
    try {
      const done = await run();
      if (done !== undefined) tell(done);
    } catch (error) {
      const why = error instanceof Refused ? error.why : "failed";
      if (why === "gone") around.onGone();
      tell({ gone: words.lost, locked: words.locked, failed: words.failed }[why]);
    }
    // Whoever went elsewhere meanwhile stays there.
    const isFree = document.activeElement === document.body || element.contains(document.activeElement);
    draw(undefined, had && isFree);
  }

  async function again(done: string): Promise<string> {
    own = await server.find(receipt);
    around.onChange(own);
    return done;
  }

  async function watch(): Promise<string> {
    const events = await server.events(receipt);
    const frame = make("iframe", [], { name: "revoir-player" });
    show = createShow(frame, location.origin, events, words);
    show.element.setAttribute("role", "group");
    show.element.setAttribute("aria-label", which);
    frame.src = "/player/";
    return "";
  }

  async function save(what: "archive" | "events"): Promise<string> {
    const link = make("a", [], { download: `recording-${own.opened_hour.slice(0, 13)}.${what === "archive" ? "html" : "json"}` });
    link.href = URL.createObjectURL(await server.file(what, receipt));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return words.downloaded;
  }

  function ask(question: string, yes: () => Promise<string | undefined>): void {
    const confirm = button(words.yes, () => void act(yes), "first", question);
    const refuse = button(words.no, () => draw(), undefined, question);
    draw(make("div", [make("p", question), make("div", [confirm, refuse], { class: "row" })], { role: "group", "aria-label": which }));
    confirm.focus();
  }

  function write(): void {
    const box = make("textarea", [], { maxlength: "2000" });
    box.value = own.statement ?? "";
    const done = async () => {
      await server.state(receipt, box.value);
      return again(box.value.trim() === "" ? words.unstated : words.stated);
    };
    const row = make("div", [offer(words.save, () => void act(done), "first"), offer(words.cancel, () => draw())], { class: "row" });
    draw(make("div", [make("label", [words.stateAsk, box]), row]));
    box.focus();
  }

  function buttons(): (Node | undefined)[] {
    const restricted = own.restricted_until !== undefined;
    const toggle = async () => {
      await server.restrict(receipt, !restricted);
      return again(restricted ? words.nowLifted : words.nowRestricted);
    };
    const erase = async () => {
      await server.erase(receipt);
      around.onGone();
      return words.erased;
    };
    return [
      restricted ? undefined : show ? offer(words.close, stop, "first") : offer(words.watch, () => void act(watch), "first"),
      restricted ? undefined : offer(words.archive, () => void act(() => save("archive"))),
      restricted ? undefined : offer(words.data, () => void act(() => save("events"))),
      offer(restricted ? words.lift : words.restrict, () => void act(toggle)),
      offer(own.statement === undefined ? words.state : words.restate, write),
      offer(words.erase, () => ask(words.eraseAsk, erase)),
    ];
  }

  function stop(): void {
    show?.close();
    show = undefined;
    draw();
  }

  /** Draws it anew, with what is asked of the visitor in place of the buttons; the frame and the keyboard stay where they are. */
  function draw(asking?: HTMLElement, had = element.contains(document.activeElement)): void {
    if (own.restricted_until !== undefined) {
      show?.close();
      show = undefined;
    }
    for (const part of [...element.children]) if (part !== show?.element) part.remove();
    const title = make("h3", when, { tabindex: "-1" });
    const said = own.statement === undefined ? undefined : make("blockquote", own.statement, { "aria-label": words.said });
    const row = asking ?? make("div", buttons(), { class: "row" });
    element.prepend(...[title, make("p", facts(own, words), { class: "quiet" }), make("p", fate(own, words, around.language)), said, row].filter((part) => part !== undefined));
    if (show !== undefined && show.element.parentElement !== element) element.append(show.element);
    if (had && asking === undefined) title.focus();
  }

  draw();
  return element;
}

/** No exact time is kept: the hour in which it began. */
function hours({ opened_hour }: Own, words: Words, language: Language): string {
  const from = new Date(opened_hour);
  const time = (at: Date) => at.toLocaleTimeString(language, { timeStyle: "short", hourCycle: "h23" });
  const day = from.toLocaleDateString(language, { dateStyle: "long" });
  return `${day}, ${words.opened(time(from), time(new Date(from.getTime() + HOUR_MS)))}`;
}

function facts({ duration_band, entry_route, device }: Own, words: Words): string {
  const band = duration_band && words[duration_band];
  return [band, words[device], entry_route].filter((fact) => fact !== undefined).join(" · ");
}

function fate(own: Own, words: Words, language: Language): string {
  const day = (at: string) => new Date(at).toLocaleDateString(language, { dateStyle: "long" });
  const until = own.expires_at && day(own.expires_at);
  if (own.restricted_until !== undefined) {
    return [words.restricted(day(own.restricted_until)), until && words.lifting(until)].filter(Boolean).join(" ");
  }
  if (own.awaits_verdict) return words.undecided;
  return until === undefined ? words.open : words.until(until);
}
