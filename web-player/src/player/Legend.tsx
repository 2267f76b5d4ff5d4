import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../states/Dialog";
import { MarkerShape } from "./MarkerShape";
import styles from "./dialogs.module.css";

/** What the replay hides and how it shows that, each with a sample drawn as in the replay. */
export function Legend({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("recording");
  return (
    <Dialog opened={opened} onClose={onClose} title={t("legend")} inPlace>
      <p>{t("legendText")}</p>
      <dl className={styles.legend}>
        <Sample name={t("legendMasked")} text={t("legendMaskedText")}>
          <span className={styles.masked}>
            <span />
            <span />
          </span>
        </Sample>
        <Sample name={t("legendBlocked")} text={t("legendBlockedText")}>
          <span className={styles.blocked}>
            <span>{t("blocked")}</span>
          </span>
        </Sample>
        <Sample name={t("legendPointer")} text={t("legendPointerText")}>
          <span className={styles.pointer} />
          <span className={styles.touch} />
        </Sample>
      </dl>
      <p>{t("legendMarkers")}</p>
      <ul className={styles.shapes}>
        <li>
          <MarkerShape kind="page" /> {t("legendPage")}
        </li>
        <li>
          <MarkerShape kind="note" /> {t("legendNote")}
        </li>
        <li>
          <MarkerShape kind="friction" /> {t("legendFriction")}
        </li>
        <li>
          <MarkerShape kind="trigger" /> {t("legendTrigger")}
        </li>
      </ul>
      <Button variant="default" className={styles.close} onClick={onClose} data-autofocus>
        {t("close")}
      </Button>
    </Dialog>
  );
}

function Sample({ name, text, children }: { name: string; text: string; children: ReactNode }) {
  return (
    <div>
      <dt>
        <span className={styles.sample} aria-hidden="true">
          {children}
        </span>
        <span>{name}</span>
      </dt>
      <dd>{text}</dd>
    </div>
  );
}
