import type { DraftView, Policies, Policy, PolicyInForce } from "../../../api/policies";
import type { Purpose } from "../../../terms";

/** What an editor begins from: the draft as the server has it, and the policy that the fields show. */
export interface Beginning {
  view: DraftView;
  /** Absent where there is neither a draft nor a policy. */
  policy: Policy | undefined;
  inForce: PolicyInForce | undefined;
  /** The site's version of the texts. */
  textVersion: string;
}

/** The draft, or else the policy in force under the site's version of the texts, whichever purpose named it. */
export function begin(view: DraftView, policies: Policies, purpose: Purpose): Beginning {
  const inForce = policies.policies.find(({ policy }) => policy.purpose === purpose);
  const textVersion = policies.text_version ?? "1";
  const begun = inForce && { ...inForce.policy, text_version: textVersion };
  return { view, policy: view.draft?.policy ?? begun, inForce, textVersion };
}
