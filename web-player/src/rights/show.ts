/** Shows one recording whole, in a frame that holds the replayed document. */
import { CONNECT, SPEEDS, parseReport } from "../player/messages";
import type { Command, Report } from "../player/messages";
import { readEvents } from "../player/document/events";
import { button, make } from "./dom";
import type { Words } from "./words";

const WINDOW = 1;

export interface Show {
  element: HTMLElement;
  close(): void;
}

/** Plays `events`, a JSON array, in `frame`, once that has loaded. `origin` is whom the port is given to. */
export function createShow(frame: HTMLIFrameElement, origin: string, events: ArrayBuffer, words: Words): Show {
  const { port1, port2 } = new MessageChannel();
  const times = (readEvents(events) ?? []).map(({ timestamp }) => timestamp);
  const startMs = times[0] ?? 0;
  const lengthMs = Math.max(0, (times.at(-1) ?? startMs) - startMs);
  let playing = false;
  let dragged = false;

  const send = (command: Command) => port1.postMessage(command, "events" in command ? [command.events] : []);
  const toggle = button(words.play, () => {
    if (!playing && Number(bar.value) >= lengthMs) send({ kind: "seek", window: WINDOW, ms: 0 });
    send({ kind: playing ? "pause" : "play" });
  }, "first");
  const bar = make("input", [], { type: "range", min: "0", max: String(Math.ceil(lengthMs)), step: "100", value: "0", "aria-label": words.position });
  const clock = make("span", `${say(0)} / ${say(lengthMs)}`);
  const speed = make("select", SPEEDS.map((factor) => make("option", `${factor}×`, { value: String(factor) })));
  speed.value = "1";
  const told = make("p", [], { role: "status" });
  const controls = make("div", [toggle, bar, clock, make("label", [`${words.speed} `, speed])], { class: "row" });
  const element = make("div", [frame, controls, told], { class: "show" });
  for (const control of [toggle, bar, speed]) control.disabled = true;

  bar.addEventListener("input", () => {
    dragged = true;
    send({ kind: "seek", window: WINDOW, ms: Number(bar.value) });
  });
  bar.addEventListener("change", () => {
    dragged = false;
  });
  speed.addEventListener("change", () => {
    const factor = SPEEDS.find((one) => String(one) === speed.value);
    if (factor !== undefined) send({ kind: "speed", factor });
  });
  frame.title = words.player;
  frame.inert = true;
  frame.addEventListener("load", () => frame.contentWindow?.postMessage({ kind: CONNECT }, origin, [port2]), { once: true });

  function receive(report: Report): void {
    if (report.kind === "ready") {
      send({ kind: "open", window: WINDOW, startMs, atMs: 0, inTurn: false, blocked: words.blocked, events, toMs: lengthMs, last: true });
    } else if (report.kind === "shown") {
      for (const control of [toggle, bar, speed]) control.disabled = false;
      element.dataset.shown = "";
    } else if (report.kind === "refused") told.textContent = words.empty;
    else if (report.kind === "unreadable") told.textContent = words.part;
    else if (report.kind === "time") {
      playing = report.playing;
      toggle.textContent = playing ? words.pause : words.play;
      if (!dragged) bar.value = String(report.ms);
      clock.textContent = `${say(report.ms)} / ${say(lengthMs)}`;
      bar.setAttribute("aria-valuetext", clock.textContent);
    }
  }

  port1.onmessage = ({ data }) => {
    const report = parseReport(data);
    if (report !== undefined) receive(report);
  };
  return {
    element,
    close() {
      port1.close();
      element.remove();
    },
  };
}

/** Minutes and seconds. */
function say(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
