import { Button } from "@mantine/core";
import { Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Recording } from "../../api";
import styles from "./recordings.module.css";

const EraseChosen = lazy(async () => ({ default: (await import("./EraseChosen")).EraseChosen }));

interface Props {
  site: string;
  purpose: Purpose;
  chosen: readonly Recording[];
  setChosen: (chosen: ReadonlySet<string>) => void;
  erasing: boolean;
  setErasing: (erasing: boolean) => void;
  /** Called when the question was left with recordings still chosen. */
  onKept: () => void;
  /** Called with what to say of it once all is done. */
  onErased: (said: string) => void;
}

/** What can be done with the chosen recordings. It stands at the foot of the window, so that the list does not move. */
export function SelectionBar({ site, purpose, chosen, setChosen, erasing, setErasing, onKept, onErased }: Props) {
  const { t } = useTranslation("recordings");
  const count = chosen.length;
  return (
    <>
      <div className={styles.selectionSaid} role="status">
        {count > 0 && t("selection.count", { count })}
      </div>
      {count > 0 && (
        <section className={styles.selection} aria-label={t("selection.label")}>
          <span aria-hidden="true">{t("selection.count", { count })}</span>
          <Button size="xs" variant="default" onClick={() => setErasing(true)}>
            {t("selection.erase")}
          </Button>
          <Button size="xs" variant="default" onClick={() => setChosen(new Set())}>
            {t("selection.clear")}
          </Button>
        </section>
      )}
      <Suspense>
        {erasing && (
          <EraseChosen
            site={site}
            purpose={purpose}
            chosen={chosen}
            setChosen={setChosen}
            onClose={() => {
              setErasing(false);
              setTimeout(onKept, 0);
            }}
            onErased={onErased}
          />
        )}
      </Suspense>
    </>
  );
}
