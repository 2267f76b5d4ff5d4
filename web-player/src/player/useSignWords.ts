import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { SignMarker } from "./markers";

/** Says what a marker of friction or of a trigger marks. */
export function useSignWords(): (sign: SignMarker) => string {
  const { t } = useTranslation("recording");
  return useCallback(
    (sign) => (sign.kind === "friction" ? t(`friction.${sign.friction}`) : t(`trigger.${sign.trigger}`, { what: sign.what })),
    [t],
  );
}
