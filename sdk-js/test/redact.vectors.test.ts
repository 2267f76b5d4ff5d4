import { describe, expect, it } from "vitest";
import { redact, type Context, type RawEvent } from "../src/redact";
import { ATTRIBUTES, LINKS, WORDS } from "../src/redact/attributes";
import { scrubCss } from "../src/redact/css";
import { CSS_UNITS, CSS_VALUES, CSS_WORDS } from "../src/redact/words";
import { readVectors } from "./vectors";

interface Case {
  name: string;
  routes: string[];
  in: RawEvent;
  out: RawEvent | null;
  masked: number;
  dropped: number;
  blocked: number;
}

interface Fields {
  attributes: Record<string, unknown> & { address: Record<string, string[]>; word: Record<string, string[]> };
  css: { words: string[]; values: string[]; units: string[] };
}

function contextOf(routes: string[]): Context {
  return { routes, secret: () => false, counts: { masked: 0, dropped: 0 } };
}

describe("the shared vectors of redaction", () => {
  // The detectors of S1 by content run on the server; those cases are not the browser's.
  const cases = readVectors<Case[]>("redaction.json").filter((one) => one.blocked === 0);

  it.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const context = contextOf(one.routes);

    const out = redact(context, one.in);

    expect(out ?? null).toEqual(one.out);
    expect(context.counts).toEqual({ masked: one.masked, dropped: one.dropped });
  });

  it.each(cases.map((one) => [one.name, one] as const))("redacting twice is redacting once: %s", (_name, one) => {
    const once = redact(contextOf(one.routes), one.in);

    const context = contextOf(one.routes);
    const twice = once && redact(context, once);

    expect(twice).toEqual(once);
    expect(context.counts.masked).toBe(0);
  });
});

describe("the shared vectors of CSS", () => {
  const cases = readVectors<{ name: string; in: string; out: string }[]>("css.json");

  it.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    expect(scrubCss(one.in)).toBe(one.out);
  });
});

describe("the shared table of fields", () => {
  const fields = readVectors<Fields>("fields.json");

  it.each(Object.entries(ATTRIBUTES))("lists the same attributes as %s", (kind, names) => {
    expect(names.trim().split(/\s+/).sort()).toEqual([...(fields.attributes[kind] as string[])].sort());
  });

  it("lists the same words, links and units", () => {
    expect(WORDS).toEqual(fields.attributes.word);
    expect([...LINKS].sort()).toEqual(Object.keys(fields.attributes.address).sort());
    expect([...CSS_WORDS].sort()).toEqual([...fields.css.words].sort());
    expect([...CSS_VALUES].sort()).toEqual([...fields.css.words, ...fields.css.values].sort());
    expect([...CSS_UNITS].sort()).toEqual([...fields.css.units].sort());
  });
});
