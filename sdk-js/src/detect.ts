import { QUIET } from "./quiet";
import { loadScript } from "./script";

/** Whether a text holds something that S1 names. */
export type Detect = (text: string) => boolean;

/** What the detectors' module offers, as WebAssembly or as its translation to JavaScript. */
export interface Scanner {
  memory: { buffer: ArrayBuffer };
  /** Where the text is to be written, in UTF-8. */
  input(): number;
  /** How much of it is looked at in one go, in bytes. */
  capacity(): number;
  /** Looks at so many bytes, and answers how many of what was found is of S1. */
  blocked(length: number): number;
}

/** The files' names, by the hash of their content; put in place at build time. */
declare const DETECTORS: { wasm: string; script: string };

/** Asks the module about a text; one that is longer than it takes is looked at in pieces that overlap. */
export function detectWith(scanner: Scanner): Detect {
  const capacity = scanner.capacity();
  return (text) => {
    const bytes = new TextEncoder().encode(text);
    for (let from = 0; from < bytes.length; from += capacity / 2) {
      const piece = bytes.subarray(from, from + capacity);
      new Uint8Array(scanner.memory.buffer, scanner.input(), piece.length).set(piece);
      if (scanner.blocked(piece.length) > 0) return true;
    }
    return false;
  };
}

/** Loads the detectors: as WebAssembly, or translated where the page's policy forbids that. */
export async function loadDetectors(base: string): Promise<Detect> {
  try {
    const answer = await fetch(new URL(DETECTORS.wasm, base), { ...QUIET, cache: "default" });
    const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer());
    return detectWith(instance.exports as unknown as Scanner);
  } catch {
    return detectWith(await loadScript<Scanner>(new URL(DETECTORS.script, base).href));
  }
}
