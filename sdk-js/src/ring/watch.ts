import { covers } from "../excluded";
import type { Sign, Thresholds, Trigger } from "../types";
import { meantBy } from "./controls";
import { createFriction } from "./friction";

const FULL_SNAPSHOT = 2;
const INCREMENT = 3;
const META = 4;
const CUSTOM = 5;
const CLICK = 2;
/** Mutations, rules, declarations and adopted sheets. */
const CHANGES = [0, 8, 13, 15];
const INTERACTION = 2;
const SCROLL = 3;
const INPUT = 5;
const LOOK_MS = 250;

/** What the triggers of a page are watched in. */
export interface Surroundings {
  targetOf(id: number): Element | undefined;
  /** The path of the page on which the visit began, if that is known: what it is like fires nothing. */
  from: string | undefined;
}

export interface Watcher {
  /** Sees an event that left the redactor. */
  see(type: number, at: number, data: unknown): void;
  /** Time passed. */
  pass(at: number): void;
  /** The page calls a trigger by its name; false if none is called so. */
  call(name: string): boolean;
  stop(): void;
}

/** A press on what is marked as the way to support. */
function watchSupport(heard: () => void): () => void {
  function press(event: Event): void {
    if (event.composedPath().some((at) => at instanceof Element && at.hasAttribute("data-revoir-support"))) heard();
  }
  document.addEventListener("click", press, true);
  return () => document.removeEventListener("click", press, true);
}

function hasElement(selector: string): boolean {
  try {
    return document.querySelector(selector) !== null;
  } catch {
    return false;
  }
}

/** Watches for what a policy names; `fire` gets the trigger's place in it. Only what is named is watched for. */
export function watchTriggers(triggers: readonly Trigger[], place: Surroundings, fire: (trigger: number) => void, thresholds?: Partial<Thresholds>): Watcher {
  const placesOf = (on: Trigger["on"]): number[] => triggers.flatMap((trigger, at) => (trigger.on === on ? [at] : []));
  const fireAll = (on: Trigger["on"]): void => placesOf(on).forEach(fire);
  const when = (on: Trigger["on"], watch: (heard: () => void) => () => void): (() => void)[] => (placesOf(on).length > 0 ? [watch(() => fireAll(on))] : []);
  const stops = [
    ...when("support_request", watchSupport),
    ...when("support_request", () => {
      window.addEventListener("hashchange", lookAtFragment);
      return () => window.removeEventListener("hashchange", lookAtFragment);
    }),
  ];
  const friction = createFriction(fireAll, thresholds);
  const entry = place.from;
  const there = new Set<number>();
  let path: string | undefined;
  let isAsking = false;
  let hasLooked = false;
  let due: ReturnType<typeof setTimeout> | undefined;

  function lookAtPath(): void {
    if (location.pathname === path) return;
    path = location.pathname;
    triggers.forEach((trigger, at) => {
      if (trigger.on === "url" && path !== entry && covers(trigger.pattern, path ?? "")) fire(at);
    });
  }

  /** A link that support has sent; it fires on the page of entry, too. */
  function lookAtFragment(): void {
    const asked = isAsking;
    isAsking = location.hash === "#revoir-support";
    if (isAsking && !asked) fireAll("support_request");
  }

  /** An element fires when it was not there before; on the page of entry, what is there at first was there before. */
  function lookForElements(): void {
    due = undefined;
    const isNews = hasLooked || location.pathname !== entry;
    hasLooked = true;
    triggers.forEach((trigger, at) => {
      if (trigger.on !== "element") return;
      const wasThere = there.has(at);
      if (!hasElement(trigger.selector)) there.delete(at);
      else if (there.add(at) && !wasThere && isNews) fire(at);
    });
  }

  function increment(at: number, { source, type, id }: { source?: unknown; type?: unknown; id?: unknown }): void {
    if (CHANGES.includes(source as number)) friction.change(at);
    else if (source === SCROLL || source === INPUT) friction.act(at);
    else if (source === INTERACTION && type === CLICK) {
      const clicked = place.targetOf(id as number);
      const { on, isControl } = clicked ? meantBy(clicked) : { on: id, isControl: false };
      friction.click(at, on, isControl);
    }
    if (source === 0 && placesOf("element").length > 0) due ??= setTimeout(lookForElements, LOOK_MS);
  }

  return {
    see(type, at, data) {
      if (type === META) {
        lookAtPath();
        lookAtFragment();
      }
      if (type === FULL_SNAPSHOT) lookForElements();
      if (type === INCREMENT) increment(at, data as object);
      if (type === CUSTOM) fireAll((data as { payload: { kind: Sign } }).payload.kind);
    },
    pass(at) {
      lookAtFragment();
      friction.pass(at);
    },
    call(name) {
      const called = triggers.flatMap((trigger, at) => (trigger.on === "custom" && trigger.name === name ? [at] : []));
      called.forEach(fire);
      return called.length > 0;
    },
    stop() {
      stops.forEach((stop) => stop());
      clearTimeout(due);
    },
  };
}
