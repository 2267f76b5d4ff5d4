import { expect, test } from "vitest";
import type { PolicyInForce } from "../../../api/policies";
import { propose } from "../proposal";
import { begin } from "./beginning";

const said = { nature: "ordinary", whatFor: "x", lessIntrusive: "y" } as const;

function published(purpose: "ux" | "errors", text_version: string, published_at: string): PolicyInForce {
  return { version: 1, policy: { ...propose(purpose, said), text_version }, published_at, conformance: { framework: "x", deviations: [], warnings: [] } };
}

test("a draft begins under the texts that the site has, whichever purpose named them", () => {
  const policies = [published("ux", "1", "2026-11-01T00:00:00Z"), published("errors", "2", "2026-11-02T00:00:00.5Z")];

  const { policy, inForce } = begin({ revision: 0 }, policies, "ux");

  expect(policy).toEqual({ ...inForce?.policy, text_version: "2" });
  expect(inForce?.policy.text_version).toBe("1");
});

test("a draft that there is stays as it was written", () => {
  const policies = [published("ux", "1", "2026-11-01T00:00:00Z"), published("errors", "2", "2026-11-02T00:00:00Z")];
  const written = { ...propose("ux", said), text_version: "1" };
  const draft = { policy: written, edited_by: "x", edited_at: "", changes: [], material: [], conformance: { framework: "x", deviations: [], warnings: [] }, obstacles: [] };

  expect(begin({ revision: 1, draft }, policies, "ux").policy).toBe(written);
  expect(begin({ revision: 0 }, [], "ux")).toEqual({ view: { revision: 0 }, policy: undefined, inForce: undefined });
});
