import type { ReactNode } from "react";
import { Preferences } from "../../shell/Preferences";
import styles from "./sign-in.module.css";

/** What stands around the screens of someone who is not signed in. */
export function Gate({ children }: { children: ReactNode }) {
  return (
    <div className={styles.screen}>
      <header className={styles.header}>
        <span className={styles.brand}>Revoir</span>
        <Preferences />
      </header>
      <main className={styles.main}>{children}</main>
    </div>
  );
}
