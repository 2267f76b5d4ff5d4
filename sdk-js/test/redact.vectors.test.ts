import { describe, expect, it } from "vitest";
import { contextOf, redact, type RawEvent } from "../src/redact";
import { scrubSheet } from "../src/redact/css";
import { maskText } from "../src/redact/masks";
import { pageOf } from "./facts";
import { faultOf } from "./grammar";
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

describe("the shared vectors of redaction", () => {
  // The detectors of S1 by content are not the redactor's.
  const cases = readVectors<Case[]>("redaction.json").filter((one) => one.blocked === 0);

  it.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const context = contextOf(pageOf(), one.routes);

    const out = redact(context, one.in);

    expect(out ?? null).toEqual(one.out);
    expect(context.counts).toMatchObject({ masked: one.masked, dropped: one.dropped });
  });
});

describe("the shared vectors of texts", () => {
  const cases = readVectors<{ in: string; out: string }[]>("text.json");

  it.each(cases.map((one) => [one.in, one.out]))("%j", (text, mask) => {
    expect(maskText(text)).toBe(mask);
  });
});

describe("the shared vectors of CSS", () => {
  const cases = readVectors<{ name: string; in: string; out: string }[]>("css.json");

  it.each(cases.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    const out = scrubSheet(one.in, pageOf().styles);

    expect(out).toBe(one.out);
    expect(faultOf(out)).toBeUndefined();
  });
});
