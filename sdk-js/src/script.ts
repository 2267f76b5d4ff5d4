import { QUIET } from "./quiet";

/** A script's own element, through which it gives what it has, so that no global is needed. */
interface GivingScript extends HTMLScriptElement {
  revoir?: (given: never) => void;
}

/** Loads one of the SDK's files, and resolves to what it gives. */
export function loadScript<T>(address: string): Promise<T> {
  return new Promise((done, fail) => {
    const script = document.createElement("script") as GivingScript;
    script.revoir = done;
    script.onerror = fail;
    // Something else may have been served under its name; what was given before counts.
    script.onload = fail;
    script.referrerPolicy = QUIET.referrerPolicy;
    script.src = address;
    document.head.append(script);
  });
}

/** Gives this to whoever loads the script that runs now. */
export function give(given: unknown): void {
  (document.currentScript as GivingScript | null)?.revoir?.(given as never);
}
