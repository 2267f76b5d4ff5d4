import { follow, globalOf, SERVICES, whenThere } from "./follow";

interface Manager {
  /** Whether the visitor has answered for every service; until then the rest is the page's own defaults. */
  confirmed: boolean;
  /** What was last saved; beside it there are the switches of a window that is still open. */
  savedConsents: Record<string, boolean | undefined>;
  watch(watcher: { update(): void }): void;
}

/** Klaro's manager; there is none before the page has handed in its configuration. */
function findManager(): Manager | undefined {
  try {
    return globalOf<{ getManager(): Manager }>("klaro")?.getManager();
  } catch {
    return undefined;
  }
}

follow("Klaro", SERVICES, () => (tell) =>
  whenThere(findManager, (manager) => {
    const look = (): void => tell((name) => (manager.confirmed ? manager.savedConsents[name] : null));
    manager.watch({ update: look });
    look();
  }),
);
