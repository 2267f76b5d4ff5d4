import { follow, globalOf, SERVICES } from "./follow";

interface Tarteaucitron {
  state: Record<string, unknown>;
  /** The services that it has looked up whether they are answered. */
  added: Record<string, boolean | undefined>;
  services: Record<string, { needConsent?: boolean; defaultState?: unknown } | undefined>;
  parameters: { highPrivacy?: boolean; serviceDefaultState?: unknown };
  user: { bypass?: boolean };
}

/** Whether it may say yes of itself: by default, or to whoever merely goes on to a second page. */
function answersItself({ services, parameters, user }: Tarteaucitron, name: string): boolean {
  const { needConsent, defaultState = parameters.serviceDefaultState } = services[name] ?? {};
  return !needConsent || defaultState === true || parameters.highPrivacy === false || user.bypass === true;
}

follow("tarteaucitron", SERVICES, () => (tell, names) => {
  const look = (): void => {
    const platform = globalOf<Tarteaucitron>("tarteaucitron");
    tell((name) => {
      const state = platform?.state[name];
      if (state === true) return platform && answersItself(platform, name) ? undefined : true;
      if (state === false) return false;
      return platform?.added[name] ? null : undefined;
    });
  };
  for (const name of names) document.addEventListener(`${name}_added`, look);
  document.addEventListener("tac.consent_updated", look);
  look();
});
