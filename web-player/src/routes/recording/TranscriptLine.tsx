import { memo } from "react";
import { useTranslation } from "react-i18next";
import { formatClock } from "../../format";
import type { Entry } from "./entries";
import { MarkerShape } from "../../player/MarkerShape";
import styles from "./transcript.module.css";

interface Props {
  entry: Entry;
  text: string;
  current: boolean;
  /** Whether Tab comes to it; the arrow keys reach the others. */
  tabbed: boolean;
  onSeek: (ms: number) => void;
  onDelete: (note: string) => void;
}

/** One line: it goes to its moment. Only what changes is drawn anew, since there may be thousands. */
export const TranscriptLine = memo(function TranscriptLine({ entry, text, current, tabbed, onSeek, onDelete }: Props) {
  const { t } = useTranslation("transcript");
  const at = formatClock(entry.ms);
  const mine = entry.kind === "note" && entry.note.mine;
  return (
    <li className={styles.line} data-kind={entry.kind === "line" ? entry.line.kind : entry.kind}>
      <button
        type="button"
        data-entry={entry.id}
        aria-current={current || undefined}
        tabIndex={tabbed ? 0 : -1}
        onClick={() => onSeek(entry.ms)}
      >
        <time>{at}</time>
        <span className={styles.text}>
          {entry.kind === "note" && (
            <span className={styles.author}>
              <MarkerShape kind="note" /> {mine ? t("noteMine") : t("noteBy", { author: entry.note.author })}
            </span>
          )}
          <span>
            {entry.kind === "sign" && (
              <>
                <MarkerShape kind={entry.sign.kind} />{" "}
              </>
            )}
            {entry.kind === "note" ? entry.note.text : text}
          </span>
        </span>
      </button>
      {mine && (
        <button
          type="button"
          className={styles.remove}
          aria-label={t("noteDelete", { at })}
          title={t("noteDelete", { at })}
          onClick={() => onDelete(entry.id)}
        >
          <svg width="12" height="12" viewBox="0 0 12 12" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
            <path d="M2 2l8 8M10 2l-8 8" />
          </svg>
        </button>
      )}
    </li>
  );
});
