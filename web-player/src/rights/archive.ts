/** Shows the recording that a downloaded file holds. Runs at its end, so that what was cut off says so. */
import { make } from "./dom";
import { createShow } from "./show";
import { WORDS, pickLanguage } from "./words";
import type { Words } from "./words";

interface About {
  site: string;
  purpose: "support" | "ux" | "errors";
  opened_hour: string;
  statement?: string | null;
}

const CSS = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}body{max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.25rem}iframe{display:block;width:100%;height:65vh;border:1px solid #78736a;background:#fff}
.row{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.75rem;align-items:center}.row input{flex:1 1 8rem}
button,select{font:inherit;padding:.375rem .875rem}blockquote{white-space:pre-wrap}`;

const text = (id: string): string => document.getElementById(id)?.textContent ?? "";

/** The document that replays, of an opaque origin by its address; its policy is this file's. */
function openFrame(): HTMLIFrameElement {
  const code = new TextDecoder().decode(Uint8Array.from(atob(text("replay")), (letter) => letter.charCodeAt(0)));
  const html = `<!doctype html><meta charset="utf-8"><title>Revoir replay</title><body><script>${code}</script>`;
  const frame = make("iframe", [], { name: "revoir-document", sandbox: "allow-scripts allow-same-origin" });
  frame.src = `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
  return frame;
}

function show(words: Words, language: string): void {
  const about = JSON.parse(text("about")) as About;
  const events = new TextEncoder().encode(text("events")).buffer;
  const hour = new Date(about.opened_hour).toLocaleString(language, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" });
  document.documentElement.lang = language;
  document.title = words.archiveOf(about.site);
  document.head.append(make("style", CSS));
  document.getElementById("incomplete")?.remove();
  const said = about.statement ? make("blockquote", about.statement) : undefined;
  document.body.append(
    make("main", [
      make("h1", words.archiveOf(about.site)),
      make("p", `${words[about.purpose]} · ${hour}. ${words.archiveLead}`),
      said,
      createShow(openFrame(), "*", events, words).element,
    ]),
  );
}

const language = pickLanguage(navigator.languages);
show(WORDS[language], language);
