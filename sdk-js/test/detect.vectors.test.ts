import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { readVectors } from "./vectors";

/** What both builds of the detectors offer. */
interface Detectors {
  memory: { buffer: ArrayBuffer };
  input: () => number;
  output: () => number;
  scan: (length: number) => number;
}

interface Lists {
  found: { text: string; spans: [number, number][] }[];
  missed: string[];
}

/** The numbers that the builds tell, and the names of the vectors. */
const KINDS = [
  "card", "cvv", "expiry", "iban", "bic", "nir", "ssn", "nino", "dni", "codice-fiscale", "belgian", "bsn", "steuer-id",
  "nif", "jwt", "bearer", "key", "private-key", "email", "phone", "ip",
];

const vectors = Object.entries(readVectors<Record<string, Lists>>("detect.json"));
const built = (name: string): URL => new URL(`../detect/${name}`, import.meta.url);

async function webAssembly(): Promise<Detectors> {
  const { instance } = await WebAssembly.instantiate(readFileSync(built("detect.wasm")));
  return instance.exports as unknown as Detectors;
}

/** Runs the plain script as a page does: it hands its exports to whoever put it there. */
async function script(): Promise<Detectors> {
  return new Promise((revoir) => {
    runInNewContext(readFileSync(built("detect.js"), "utf8"), { document: { currentScript: { revoir } } });
  });
}

function spansOf(kind: string, text: string, detectors: Detectors): number[][] {
  const room = new Uint8Array(detectors.memory.buffer, detectors.input(), 65_536);
  const { written } = new TextEncoder().encodeInto(text, room);
  const count = detectors.scan(written);
  const words = new Uint32Array(detectors.memory.buffer, detectors.output(), count * 3);
  const finds = Array.from({ length: count }, (_, at) => [...words.slice(at * 3, at * 3 + 3)]);
  return finds.filter((find) => KINDS[find[2] ?? -1] === kind).map((find) => find.slice(0, 2));
}

describe.each([
  ["detect.wasm", webAssembly],
  ["detect.js", script],
])("%s", (_, load) => {
  it("knows every kind of the vectors", () => {
    expect(vectors.map(([kind]) => kind)).toEqual(KINDS);
  });

  it.each(vectors)("finds every %s where it stands", async (kind, { found }) => {
    const detectors = await load();

    const finds = found.map(({ text }) => ({ text, spans: spansOf(kind, text, detectors) }));

    expect(finds).toEqual(found);
  });

  it.each(vectors)("does not take a near miss for a %s", async (kind, { missed }) => {
    const detectors = await load();

    const taken = missed.filter((text) => spansOf(kind, text, detectors).length > 0);

    expect(taken).toEqual([]);
  });

  it("tells in one find what there is no more room for", async () => {
    const detectors = await load();
    const text = "a@b.fr ".repeat(2_000);

    const finds = spansOf("email", text, detectors);

    expect(finds.length).toBe(1_024);
    expect(finds.at(-1)).toEqual([1_023 * 7, 1_999 * 7 + 6]);
  });
});
