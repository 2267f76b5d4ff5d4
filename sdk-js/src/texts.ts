import type { Policies } from "./policies";
import { QUIET } from "./quiet";
import type { Net } from "./transport";
import type { Place } from "./types";

/** Whether consent to this version of the texts still holds; where nobody can tell, the server decides with the grant. */
export async function acceptsText(net: Net, place: Place, policies: Exclude<Policies, { stop: string }>, version: string): Promise<boolean> {
  if ([undefined, version].includes(policies.text_version)) return true;
  try {
    const answer = await net.fetch(`${place.origin}/v1/sites/${encodeURIComponent(place.site)}/texts`, QUIET);
    const { accepts } = (await answer.json()) as { accepts: string[] };
    return accepts.includes(version);
  } catch {
    return true;
  }
}
