import { follow, globalOf, OURS } from "./follow";

interface Didomi {
  getCurrentUserStatus(): { purposes?: Record<string, { enabled?: boolean }> };
  on(event: string, act: () => void): void;
}

follow("Didomi", OURS, () => (tell) => {
  const page = window as unknown as { didomiOnReady?: ((didomi: Didomi) => void)[] };
  (page.didomiOnReady ??= []).push((didomi) => {
    const look = (): void => tell((name) => (globalOf<Didomi>("Didomi") ?? didomi).getCurrentUserStatus().purposes?.[name]?.enabled ?? null);
    didomi.on("consent.changed", look);
    look();
  });
});
