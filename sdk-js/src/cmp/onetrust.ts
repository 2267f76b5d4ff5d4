import { follow, globalOf } from "./follow";

interface OneTrust {
  IsAlertBoxClosed?(): boolean;
  OnConsentChanged(act: () => void): void;
}

follow("OneTrust", { ux: "C0002" }, () => (tell) => {
  const look = (): void => {
    const groups = String(globalOf<string>("OnetrustActiveGroups") ?? "").split(",");
    // Until the visitor has answered, these are the page's defaults.
    if (globalOf<OneTrust>("OneTrust")?.IsAlertBoxClosed?.()) tell((name) => groups.includes(name));
  };
  window.addEventListener("OneTrustGroupsUpdated", look);
  look();
});
