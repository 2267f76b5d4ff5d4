const PATIENCE_MS = 1000;

/** Gives the tab's claim on a recording up. */
export type Release = () => void;

/**
 * Claims a recording for this page. A duplicated tab has a copy of the storage but not the claim.
 * The page before this one may hold it for a moment still, so it waits; undefined when another tab keeps it.
 */
export function claim(name: string, locks: LockManager | undefined = navigator.locks): Promise<Release | undefined> {
  if (!locks) return Promise.resolve(() => {});
  return new Promise((done) => {
    const signal = new AbortController();
    const patience = setTimeout(() => signal.abort(), PATIENCE_MS);
    locks
      .request(name, { signal: signal.signal }, () => {
        clearTimeout(patience);
        return new Promise<void>((release) => done(release));
      })
      .catch(() => {
        clearTimeout(patience);
        done(undefined);
      });
  });
}
