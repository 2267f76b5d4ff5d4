import { QUIET } from "./quiet";
import { loadScript } from "./script";

/** Whether a text holds something that S1 names. */
export type Detect = (text: string) => boolean;

/** What the detectors' module offers, as WebAssembly or as its translation to JavaScript. */
export interface Scanner {
  memory: { buffer: ArrayBuffer };
  /** Where the text is to be written, in UTF-8. */
  input(): number;
  /** Where the finds stand: start, end and kind of each, as 32-bit numbers. */
  output(): number;
  /** Looks at so many bytes, and answers how many finds there are. */
  scan(length: number): number;
}

/** The module takes so many bytes. */
const CAPACITY = 65_536;
/** Kinds from this one on reach a person (e-mail, telephone, address) and are not of S1. */
const PERSONAL = 18;

/** The files' names, by the hash of their content; put in place at build time. */
declare const DETECTORS: { wasm: string; script: string };

/** Asks the module about a text; one that is longer than it takes is looked at in pieces that overlap. */
export function detectWith(scanner: Scanner): Detect {
  function holds(piece: Uint8Array): boolean {
    const { buffer } = scanner.memory;
    new Uint8Array(buffer, scanner.input(), piece.length).set(piece);
    const finds = new Uint32Array(buffer, scanner.output(), scanner.scan(piece.length) * 3);
    return finds.some((kind, at) => at % 3 === 2 && kind < PERSONAL);
  }

  return (text) => {
    const bytes = new TextEncoder().encode(text);
    for (let from = 0; from < bytes.length; from += CAPACITY / 2) {
      if (holds(bytes.subarray(from, from + CAPACITY))) return true;
    }
    return false;
  };
}

/** The least that is a module: where the page's policy forbids WebAssembly, making it throws. */
const LEAST = [0, 97, 115, 109, 1, 0, 0, 0];

/** Loads the detectors: as WebAssembly, or translated where the page's policy forbids that. */
export async function loadDetectors(base: string): Promise<Detect> {
  try {
    new WebAssembly.Module(Uint8Array.from(LEAST));
    const answer = await fetch(new URL(DETECTORS.wasm, base), { ...QUIET, cache: "default" });
    const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer());
    return detectWith(instance.exports as unknown as Scanner);
  } catch {
    return detectWith(await loadScript<Scanner>(new URL(DETECTORS.script, base).href));
  }
}
