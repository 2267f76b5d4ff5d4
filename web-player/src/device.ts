import { useTranslation } from "react-i18next";
import type { Recording } from "./api";

/** The device and browser of a recording; `undefined` where neither is known, as with imports. */
export function useDevice({ device, browser }: Recording): string | undefined {
  const { t } = useTranslation("recordings");
  if (device === "unknown" && browser === "other") return undefined;
  return `${t(`deviceName.${device}`)} · ${t(`browserName.${browser}`)}`;
}
