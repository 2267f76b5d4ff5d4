import { follow, globalOf, OURS } from "./follow";

interface CookieConsent {
  validConsent(): boolean;
  acceptedCategory(name: string): boolean;
}

follow("vanilla-cookieconsent", OURS, () => (tell) => {
  const look = (): void => {
    const platform = globalOf<CookieConsent>("CookieConsent");
    tell((name) => (platform?.validConsent() ? platform.acceptedCategory(name) : undefined));
  };
  // The first consent is given where none is remembered.
  window.addEventListener("cc:onFirstConsent", () => tell(() => null));
  for (const event of ["cc:onFirstConsent", "cc:onConsent", "cc:onChange"]) window.addEventListener(event, look);
  look();
});
