import { follow, globalOf, OURS, whenThere } from "./follow";

interface Manager {
  /** Whether something is still to be answered; until then the rest is the page's own defaults. */
  isDirty(): boolean;
  getConsent(name: string): boolean | undefined;
  on(event: string, act: () => void): void;
}

follow("Orejime", OURS, () => (tell) =>
  whenThere(
    () => globalOf<{ manager: Manager }>("orejime")?.manager,
    (manager) => {
      const look = (): void => tell((name) => (manager.isDirty() ? null : manager.getConsent(name)));
      // What is taken back is first set to its default, and only then to be answered: it is looked at after both.
      for (const event of ["update", "dirty"]) manager.on(event, () => queueMicrotask(look));
      look();
    },
  ),
);
