/** What is proposed for a purpose that has no policy: the strictest measures that its row names. Pure. */

import type { Collection, Nature, Policy, Trigger } from "../../api/policies";
import type { Purpose } from "../../terms";

const DAY = 24 * 60;
const L1: Collection = { L1: { rate: 0.01 } };
const around = (triggers: Trigger[]): Collection => ({ L2: { history: "on_device", before_s: 60, after_s: 120, triggers } });
const HELP: Trigger[] = [{ on: "custom", name: "help" }, { on: "javascript_error" }, { on: "rage_click" }, { on: "dead_click" }];
const ERRORS: Trigger[] = [
  { on: "javascript_error" },
  { on: "unhandled_rejection" },
  { on: "failed_request" },
  { on: "rage_click" },
];

const LIMITED: Record<Purpose, Pick<Policy, "collection" | "identifiers" | "retention_minutes">> = {
  support: { collection: around(HELP), identifiers: "I3", retention_minutes: 4 * 60 },
  ux: { collection: L1, identifiers: "I1", retention_minutes: 30 * DAY },
  errors: { collection: around(ERRORS), identifiers: "I1", retention_minutes: 30 * DAY },
};

interface Answers {
  nature: Nature;
  whatFor: string;
  lessIntrusive: string;
  /** Why it is kept so long, where the framework wants that in writing. */
  whyKept?: string;
}

/** What a proposal stands on: the site's version of the texts, and the policy that there is. */
interface Ground {
  textVersion: string;
  base?: Policy | undefined;
}

/** A draft that conforms, for people to change; it keeps which pages are meant, where there is a policy. */
export function propose(purpose: Purpose, said: Answers, { textVersion, base }: Ground): Policy {
  return {
    ...LIMITED[purpose],
    purpose,
    nature: said.nature,
    necessity: { what_for: said.whatFor, less_intrusive: said.lessIntrusive },
    legal_basis: "consent",
    masking: "M3",
    lifespan_minutes: 30,
    text_version: textVersion,
    routes: base?.routes ?? [],
    ...(said.whyKept && { reasons: [{ measure: "retention", why: said.whyKept }] }),
    ...(base?.pages && { pages: base.pages }),
    ...(base?.block && { block: base.block }),
  };
}
