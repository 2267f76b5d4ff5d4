import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed } from "./Failed";
import { NotFound } from "./NotFound";
import styles from "./states.module.css";

/** For when a screen failed, or what it needs from the server could not be had. */
export function BareFailed({ error }: { error: unknown }) {
  const router = useRouter();
  return (
    <main className={styles.bare}>
      <Failed error={error} retry={() => void router.invalidate()} />
    </main>
  );
}

export function BareNotFound() {
  return (
    <main className={styles.bare}>
      <NotFound />
    </main>
  );
}

export function BareLoading() {
  const { t } = useTranslation("states");
  return (
    <main className={styles.bare}>
      <p className="quiet">{t("loading")}</p>
    </main>
  );
}
