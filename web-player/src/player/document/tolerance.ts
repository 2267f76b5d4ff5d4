import type { Replayer } from "@rrweb/replay";

type Apply = (event: unknown, isSync?: boolean) => void;

/**
 * Lets one event that rrweb cannot apply cost itself only, not the rest of the recording.
 *
 * rrweb offers no hook for it: an error in an event ends the playing, and every seek past it. Both
 * methods are private to its `Replayer`, which is why its version is pinned exactly.
 */
export function tolerateBadEvents(replayer: Replayer, onBad: () => void): void {
  const methods = replayer as unknown as Record<"applyIncremental" | "rebuildFullSnapshot", Apply>;
  for (const name of ["applyIncremental", "rebuildFullSnapshot"] as const) {
    const apply = methods[name].bind(replayer);
    methods[name] = (event, isSync) => {
      try {
        apply(event, isSync);
      } catch {
        onBad();
      }
    };
  }
}
