import { follow, globalOf } from "./follow";

interface OneTrust {
  IsAlertBoxClosed?(): boolean;
  OnConsentChanged(act: () => void): void;
}

follow("OneTrust", { ux: "C0002" }, () => (tell) => {
  const look = (): void => {
    const groups = globalOf<string>("OnetrustActiveGroups")?.split(",");
    const isAnswered = globalOf<OneTrust>("OneTrust")?.IsAlertBoxClosed?.();
    // Until the visitor has answered, these are the page's defaults.
    if (groups && isAnswered !== undefined) tell((name) => (isAnswered ? groups.includes(name) : null));
  };
  window.addEventListener("OneTrustGroupsUpdated", look);
  look();
});
