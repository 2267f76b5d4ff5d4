import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Deed } from "./useChoices";
import styles from "./palette.module.css";

interface Props {
  id: string;
  deeds: Deed[];
  chosen: number;
  onRun: (deed: Deed) => void;
}

const GROUPS = ["screens", "recordings", "actions"] as const;

/** The results by group; the input keeps the focus and says which one is chosen. */
export function OptionList({ id, deeds, chosen, onRun }: Props) {
  const { t } = useTranslation("shell");
  useEffect(() => {
    // It answers a promise in newer browsers, which an effect may not.
    void document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: "nearest" });
  }, [id, chosen]);
  return (
    <div id={id} role="listbox" aria-label={t("palette.title")} className={styles.list}>
      {GROUPS.map((group) => {
        const ofGroup = deeds.flatMap((deed, index) => (deed.group === group ? [{ deed, index }] : []));
        if (ofGroup.length === 0) return undefined;
        return (
          <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
            <div id={`${id}-${group}`} className={styles.group}>
              {t(`palette.groups.${group}`)}
            </div>
            {ofGroup.map(({ deed, index }) => (
              <div
                key={deed.id}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === chosen}
                className={styles.option}
                onClick={() => onRun(deed)}
              >
                {deed.label}
                {deed.detail && <small>{deed.detail}</small>}
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}
