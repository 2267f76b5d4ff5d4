import { useTranslation } from "react-i18next";
import type { RegisterMeasure } from "../../api/register";
import styles from "./register.module.css";

/** Where the point stands: short of the line, on it, or beyond it. */
const PLACES: Record<RegisterMeasure["met"], number> = { deviating: 20, kept: 60, stricter: 100 };

/** A line that is asked for, and how far a policy goes: short of it, up to it, or beyond. */
export function MetPicture({ met }: { met: RegisterMeasure["met"] }) {
  const { t } = useTranslation("policies", { keyPrefix: "register" });
  const at = PLACES[met];
  return (
    <svg viewBox="0 0 120 24" className={styles.picture} role="img" aria-label={t(`picture.${met}`)}>
      <line x1="4" x2="116" y1="12" y2="12" className={styles.track} />
      <line x1="4" x2={at} y1="12" y2="12" className={styles.reached} />
      <line x1="60" x2="60" y1="3" y2="21" className={styles.asked} />
      {met === "deviating" ? <path d={`M${at} 5l8 14h-16z`} /> : <circle cx={at} cy="12" r="6" />}
    </svg>
  );
}
