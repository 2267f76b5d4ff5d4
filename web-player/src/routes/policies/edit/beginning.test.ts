import { expect, test } from "vitest";
import type { Policies, PolicyInForce } from "../../../api/policies";
import { propose } from "../proposal";
import { begin } from "./beginning";

const ux = propose("ux", { nature: "ordinary", whatFor: "x", lessIntrusive: "y" }, { textVersion: "1" });
const conformance = { framework: "x", deviations: [], warnings: [] };
const inForce: PolicyInForce = { version: 1, policy: ux, published_at: "2026-11-01T00:00:00Z", conformance };
const site: Policies = { policies: [inForce], text_version: "2" };

test("a draft begins under the texts that the site has, whichever purpose named them", () => {
  const found = begin({ revision: 0 }, site, "ux");

  expect(found.policy).toEqual({ ...ux, text_version: "2" });
  expect(found.inForce).toBe(inForce);
});

test("a draft that there is stays as it was written", () => {
  const draft = { policy: ux, edited_by: "x", edited_at: "", changes: [], material: [], conformance, obstacles: [] };

  expect(begin({ revision: 1, draft }, site, "ux").policy).toBe(ux);
  expect(begin({ revision: 0 }, site, "errors")).toEqual({ view: { revision: 0 }, policy: undefined, inForce: undefined, textVersion: "2" });
});
