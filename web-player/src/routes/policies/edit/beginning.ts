import type { DraftView, Policy, PolicyInForce } from "../../../api/policies";
import type { Purpose } from "../../../terms";

/** What an editor begins from: the draft as the server has it, and the policy that the fields show. */
export interface Beginning {
  view: DraftView;
  /** Absent where there is neither a draft nor a policy. */
  policy: Policy | undefined;
  inForce: PolicyInForce | undefined;
}

/** The draft, or else the policy in force under the site's version of the texts: that of what was published last. */
export function begin(view: DraftView, policies: readonly PolicyInForce[], purpose: Purpose): Beginning {
  const inForce = policies.find(({ policy }) => policy.purpose === purpose);
  const [last] = policies.toSorted((a, b) => Date.parse(b.published_at) - Date.parse(a.published_at));
  const begun = inForce && { ...inForce.policy, text_version: last?.policy.text_version ?? inForce.policy.text_version };
  return { view, policy: view.draft?.policy ?? begun, inForce };
}
