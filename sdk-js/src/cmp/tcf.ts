import { follow, globalOf, whenThere } from "./follow";

/** The part of the IAB's `TCData` (v2.2) that is read. */
interface TcData {
  eventStatus?: string;
  gdprApplies?: boolean;
  purpose?: { consents?: Record<string, boolean> };
  specialFeatureOptins?: Record<string, boolean>;
  vendor?: { consents?: Record<string, boolean> };
  publisher?: { consents?: Record<string, boolean>; restrictions?: Record<string, Record<string, number>> };
}
type Api = (command: string, version: number, callback: (data: TcData, success: boolean) => void) => void;

/** "The publisher does not allow this purpose to this vendor." */
const NOT_ALLOWED = 0;

/** `8` is a purpose, `f1` a special feature, `p8` a purpose of the publisher's own. */
function isGiven(data: TcData, name: string, vendor: string | undefined): boolean {
  const number = name.replace(/^\D/, "");
  if (name.startsWith("f")) return data.specialFeatureOptins?.[number] === true;
  if (name.startsWith("p")) return data.publisher?.consents?.[number] === true;
  if (data.purpose?.consents?.[number] !== true) return false;
  if (!vendor) return true;
  return data.vendor?.consents?.[vendor] === true && data.publisher?.restrictions?.[number]?.[vendor] !== NOT_ALLOWED;
}

follow("IAB TCF", { ux: "1 8" }, ({ vendor }) => (tell) =>
  whenThere(
    () => globalOf<Api>("__tcfapi"),
    (api) => {
      let isKnown = false;
      api("addEventListener", 2, (data, success) => {
        const isAnswered = success && (data.eventStatus === "tcloaded" || data.eventStatus === "useractioncomplete");
        if (isAnswered && data.gdprApplies !== false) tell((name) => isGiven(data, name, vendor));
        // Its window may also be opened by who has answered.
        else if (success && data.eventStatus === "cmpuishown" && !isKnown) tell(() => null);
        isKnown ||= isAnswered;
      });
    },
  ),
);
