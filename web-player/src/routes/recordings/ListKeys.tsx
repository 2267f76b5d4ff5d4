import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { hasCharacterKeys, keepCharacterKeys } from "../../keyboard";
import { Dialog } from "../../states/Dialog";
import styles from "./recordings.module.css";

/** The keys of the list, and the choice to have none of one character. */
export function ListKeys({ mayErase, onClose }: { mayErase: boolean; onClose: () => void }) {
  const { t } = useTranslation(["recordings", "shell"]);
  const [on, setOn] = useState(hasCharacterKeys);
  const keep = (wanted: boolean) => {
    keepCharacterKeys(wanted);
    setOn(wanted);
  };
  const keys: [string, string][] = [
    ["j", t("keys.next")],
    ["k", t("keys.previous")],
    [t("keys.enter"), t("keys.open")],
    ...(mayErase
      ? ([
          ["x", t("keys.choose")],
          [t("keys.delete"), t("keys.erase")],
        ] as [string, string][])
      : []),
    ["/", t("keys.filters")],
    ["?", t("keys.help")],
    [`${t("shell:keys.keyName.ctrl")} K`, t("shell:keys.palette")],
  ];
  return (
    <Dialog opened onClose={onClose} title={t("keys.title")}>
      <dl className={styles.keyList}>
        {keys.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <label className={styles.single}>
        <input type="checkbox" checked={on} onChange={(event) => keep(event.currentTarget.checked)} />
        {t("keys.single")}
      </label>
      <p className="quiet">{t("keys.singleHint")}</p>
      <div className={styles.actions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("keys.close")}
        </Button>
      </div>
    </Dialog>
  );
}
