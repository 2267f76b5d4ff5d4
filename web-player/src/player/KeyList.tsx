import { Button, Checkbox, Kbd } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { hasCharacterKeys, keepCharacterKeys } from "../keyboard";
import { Dialog } from "../states/Dialog";
import styles from "./dialogs.module.css";

/** All keys of the player. It opens inside the player, so that it shows in full screen too. */
export function KeyList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("recording");
  const lines: [string[], string][] = [
    [[t("keyName.space")], t("key.space")],
    [["←", "→"], t("key.arrows")],
    [[`${t("keyName.shift")} ←`, `${t("keyName.shift")} →`], t("key.shiftArrows")],
    [["[", "]"], t("key.markers")],
    [["<", ">"], t("key.speed")],
    [["f"], t("key.full")],
    [["t"], t("key.transcript")],
    [["↑", "↓"], t("key.lines")],
    [["n"], t("key.note")],
    [["l"], t("key.legend")],
    [[t("keyName.erase")], t("key.erase")],
    [["?"], t("key.help")],
    [[t("keyName.escape")], t("key.escape")],
  ];
  return (
    <Dialog opened={opened} onClose={onClose} title={t("keys")} inPlace>
      <dl className={styles.keys}>
        {lines.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <CharacterKeys />
      <Button variant="default" className={styles.close} onClick={onClose} data-autofocus>
        {t("close")}
      </Button>
    </Dialog>
  );
}

/** Some who speak to their computer, or press keys unawares, are better off without. */
function CharacterKeys() {
  const { t } = useTranslation("recording");
  const [on, setOn] = useState(hasCharacterKeys);
  return (
    <Checkbox
      label={t("characterKeys")}
      description={t("characterKeysHint")}
      checked={on}
      onChange={(event) => {
        keepCharacterKeys(event.currentTarget.checked);
        setOn(event.currentTarget.checked);
      }}
    />
  );
}
