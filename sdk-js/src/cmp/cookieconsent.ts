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
  for (const event of ["cc:onFirstConsent", "cc:onConsent", "cc:onChange"]) window.addEventListener(event, look);
  look();
});
