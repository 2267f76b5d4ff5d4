/** After so long without an interaction, what happens on a page is not the visitor's doing. */
export const IDLE_MS = 60_000;

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "touchmove"] as const;

export interface Idle {
  isIdle(): boolean;
  stop(): void;
}

/** Watches for interactions; `woken` is called by the first one after a pause. */
export function watchIdle(target: EventTarget, now: () => number, woken: () => void): Idle {
  let last = now();
  const seen = (): void => {
    const before = last;
    last = now();
    if (last - before > IDLE_MS) woken();
  };
  for (const sign of SIGNS) target.addEventListener(sign, seen, { capture: true, passive: true });

  return {
    isIdle: () => now() - last > IDLE_MS,
    stop() {
      for (const sign of SIGNS) target.removeEventListener(sign, seen, { capture: true });
    },
  };
}
