import { Button, Kbd } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../states/Dialog";
import styles from "./player.module.css";

/** All keys of the player. It opens inside the player, so that it shows in full screen too. */
export function KeyList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation("recording");
  const lines: [string[], string][] = [
    [[t("keyName.space")], t("key.space")],
    [["←", "→"], t("key.arrows")],
    [[`${t("keyName.shift")} ←`, `${t("keyName.shift")} →`], t("key.shiftArrows")],
    [["<", ">"], t("key.speed")],
    [["f"], t("key.full")],
    [[t("keyName.erase")], t("key.erase")],
    [["?"], t("key.help")],
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
      <Button variant="default" className={styles.close} onClick={onClose} data-autofocus>
        {t("close")}
      </Button>
    </Dialog>
  );
}
