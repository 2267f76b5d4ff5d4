import { isApiProblem } from "../../api";

export interface Outcome<Each> {
  done: Each[];
  failed: Each[];
}

/**
 * Erases one after the other, and tells after each how far it got. One that is gone already counts as erased;
 * one that fails does not keep the others from their turn. `stopped` is asked before each.
 */
export async function eraseMany<Each>(
  each: readonly Each[],
  erase: (one: Each) => Promise<void>,
  { onProgress, stopped }: { onProgress: (outcome: Outcome<Each>) => void; stopped: () => boolean },
): Promise<Outcome<Each>> {
  let outcome: Outcome<Each> = { done: [], failed: [] };
  for (const one of each) {
    if (stopped()) break;
    const erased = await succeeds(erase(one));
    outcome = erased
      ? { ...outcome, done: [...outcome.done, one] }
      : { ...outcome, failed: [...outcome.failed, one] };
    onProgress(outcome);
  }
  return outcome;
}

async function succeeds(erasing: Promise<void>): Promise<boolean> {
  try {
    await erasing;
    return true;
  } catch (error) {
    return isApiProblem(error) && error.status === 404;
  }
}
