import { QUIET } from "./quiet";
import type { Net } from "./transport";
import type { Place, Policy } from "./types";

/** The policies of a site, or why there are none. */
export type Policies = { purposes: Policy[]; text_version?: string } | { stop: string };

const TRIES = 3;

async function read(answer: Response): Promise<Policies | undefined> {
  if (answer.status === 404) return { stop: "site-not-found" };
  if (!answer.ok) return undefined;
  const said = (await answer.json()) as { purposes: Policy[]; text_version?: string };
  return Array.isArray(said.purposes) ? said : undefined;
}

/** Reads the public policies of a site; `fresh` passes by the browser's cache. */
export async function fetchPolicies(net: Net, place: Place, signal: AbortSignal, fresh = false): Promise<Policies> {
  const url = `${place.origin}/v1/sites/${encodeURIComponent(place.site)}/policy`;
  for (let attempt = 0; attempt < TRIES && !signal.aborted; attempt += 1) {
    try {
      const early = attempt === 0 && !fresh ? place.policy : undefined;
      const ask = early ?? net.fetch(url, { ...QUIET, cache: fresh ? "no-cache" : "default", signal });
      const policies = await read((await ask).clone());
      if (policies) return policies;
    } catch {
      // Tried again below.
    }
    await net.wait(1000 * 2 ** attempt, signal);
  }
  return { stop: "unreachable" };
}
