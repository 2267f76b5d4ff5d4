import { Button, Kbd } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../states/Dialog";
import styles from "./palette.module.css";

/** The keys that work everywhere and in lists; the player shows its own. */
export function Keys({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("shell");
  const everywhere: [string, string][] = [
    [`${t("keys.keyName.ctrl")} K · ⌘ K`, t("keys.palette")],
    ["?", t("keys.help")],
  ];
  const list: [string, string][] = [
    ["j · k", t("keys.move")],
    [t("keys.keyName.enter"), t("keys.open")],
    [t("keys.keyName.erase"), t("keys.erase")],
  ];
  return (
    <Dialog opened onClose={onClose} title={t("keys.title")}>
      <KeyTable title={t("keys.everywhere")} lines={everywhere} />
      <KeyTable title={t("keys.list")} lines={list} />
      <p className="quiet">{t("keys.recording")}</p>
      <div>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t("keys.close")}
        </Button>
      </div>
    </Dialog>
  );
}

function KeyTable({ title, lines }: { title: string; lines: [string, string][] }) {
  return (
    <section>
      <h3 className={styles.group}>{title}</h3>
      <dl className={styles.keys}>
        {lines.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
