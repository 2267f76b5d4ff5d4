import { describe, expect, it } from "vitest";
import type { RegisterDocument } from "../../api/register";
import { countBlanks } from "./blanks";

const head = {
  language: "en",
  title: "",
  intro: "",
  organisation: "",
  site: { key: "", name: "" },
  made_at: "",
  made: "",
  framework: { id: "", title: "", authority: "", status: "draft", status_words: "", source: "", wording: "", note: "" },
} as const;
const blank = { who: "", what: "" };
const section = {
  key: "",
  title: "",
  entries: [
    { key: "known", title: "", lines: ["x"] },
    { key: "half", title: "", lines: ["x"], to_complete: blank },
  ],
};

describe("what is left to complete", () => {
  it("is counted in each section, in the risks and in the decision", () => {
    const risk = { key: "", name: "", sources: "", reduces: "", impacts: blank, severity: blank, likelihood: blank };
    const risks = { title: "", columns: [], rows: [risk, risk] };
    const record: RegisterDocument = { document: "record", ...head, sections: [section, section] };
    const dpia: RegisterDocument = { document: "dpia", ...head, sections: [section], risks, validation: section };
    const report: RegisterDocument = { document: "conformance", ...head, purposes: [], unset: [] };

    expect([record, dpia, report].map(countBlanks)).toEqual([2, 8, 0]);
  });
});
