import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { PAGE_SIZE } from "../../api/list";
import type { useNews } from "./useNews";
import styles from "./recordings.module.css";

interface Props {
  news: ReturnType<typeof useNews>;
  /** What was done last. */
  said: string;
  /** Whether there is anything to use keys on. */
  keys: boolean;
  onPutIn: () => void;
  onHelp: () => void;
}

/** The line above the list: what is new, what has gone, what was done. It is there when empty, so that nothing jumps. */
export function Above({ news, said, keys, onPutIn, onHelp }: Props) {
  const { t } = useTranslation("recordings");
  const gone = news.missing.size;
  return (
    <div className={styles.above}>
      <div role="status">
        {news.fresh > 0 && (
          <Button variant="light" size="xs" onClick={onPutIn}>
            {news.more ? t("newsMany", { count: PAGE_SIZE }) : t("news", { count: news.fresh })}
          </Button>
        )}
        {gone > 0 && <span className="quiet">{t("goneSaid", { count: gone })}</span>}
        {said && <span className="quiet">{said}</span>}
      </div>
      {news.failed && <span className="quiet">{t("newsFailed")}</span>}
      {keys && (
        <button type="button" className={styles.help} onClick={onHelp}>
          {t("keys.action")} <kbd aria-hidden="true">?</kbd>
        </button>
      )}
    </div>
  );
}
