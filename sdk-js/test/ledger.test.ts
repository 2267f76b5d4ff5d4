import { describe, expect, it } from "vitest";
import { createLedger } from "../src/ledger";

describe("the list of what left", () => {
  it("counts a string once for each rule that let it out", () => {
    const ledger = createLedger();

    ledger.add("css", "red");
    ledger.add("plain word", "red");
    ledger.add("css", "red");

    expect(ledger.list()).toEqual([
      { rule: "css", text: "red", times: 2 },
      { rule: "plain word", text: "red", times: 1 },
    ]);
  });

  it("holds 5,000 different strings, and counts those further", () => {
    const ledger = createLedger();
    for (let at = 0; at < 5_000; at += 1) ledger.add("css", `c${at}`);

    ledger.add("css", "one more");
    ledger.add("css", "c4999");

    const list = ledger.list();
    expect(list).toHaveLength(5_000);
    expect(list.at(-1)).toEqual({ rule: "css", text: "c4999", times: 2 });
  });

  it("cuts a string at 2,000 characters, and takes two that begin alike for one", () => {
    const ledger = createLedger();
    const whole = "x".repeat(2_000);

    ledger.add("css", whole);
    ledger.add("css", `${whole}1`);
    ledger.add("css", `${whole}2`);

    expect(ledger.list()).toEqual([
      { rule: "css", text: whole, times: 1 },
      { rule: "css", text: `${whole}…`, times: 2 },
    ]);
  });

  it("hands out what it holds, not itself", () => {
    const ledger = createLedger();
    ledger.add("css", "red");

    Object.assign(ledger.list()[0] ?? {}, { times: 9 });

    expect(ledger.list()).toEqual([{ rule: "css", text: "red", times: 1 }]);
  });
});
