import { useCallback, useEffect, useRef, useState } from "react";
import type { Entry } from "./entries";
import { TranscriptLine } from "./TranscriptLine";
import styles from "./transcript.module.css";

/** A line in sight counts as followed; one that was scrolled away is left to the reader. */
const STEPS: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

interface Props {
  label: string;
  entries: readonly Entry[];
  texts: ReadonlyMap<string, string>;
  currentId: string | undefined;
  follow: boolean;
  /** Called when the reader scrolls away by hand. */
  onLeave: () => void;
  onSeek: (ms: number) => void;
  onDelete: (note: string) => void;
}

/** All lines, as an ordered list with their times. One of them takes the focus; the arrow keys walk. */
export function TranscriptList({ label, entries, texts, currentId, follow, onLeave, onSeek, onDelete }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const [walked, setWalked] = useState<string>();
  const tabbedId = [walked, currentId].find((id) => entries.some((entry) => entry.id === id)) ?? entries[0]?.id;
  useFollowing(list, follow ? currentId : undefined);
  const walk = (event: React.KeyboardEvent) => {
    const step = STEPS[event.key];
    const at = entries.findIndex(({ id }) => id === (event.target as HTMLElement).dataset.entry);
    if (step === undefined || at === -1) return;
    event.preventDefault();
    const next = entries[step(at, entries.length - 1)];
    if (next === undefined) return;
    setWalked(next.id);
    find(list.current, next.id)?.focus();
  };
  const seek = useCallback((ms: number) => onSeek(ms), [onSeek]);
  return (
    <ol ref={list} aria-label={label} className={styles.list} onKeyDown={walk} onWheel={onLeave} onTouchMove={onLeave}>
      {entries.map((entry) => (
        <TranscriptLine
          key={entry.id}
          entry={entry}
          text={texts.get(entry.id) ?? ""}
          current={entry.id === currentId}
          tabbed={entry.id === tabbedId}
          onSeek={seek}
          onDelete={onDelete}
        />
      ))}
    </ol>
  );
}

/** Keeps the line that is replayed in sight, within its list alone: neither page nor focus moves. */
function useFollowing(list: React.RefObject<HTMLOListElement | null>, id: string | undefined): void {
  useEffect(() => {
    const line = id === undefined ? undefined : find(list.current, id)?.parentElement;
    const box = list.current;
    if (!line || !box) return;
    const from = line.offsetTop - box.offsetTop;
    const seen = from >= box.scrollTop && from + line.offsetHeight <= box.scrollTop + box.clientHeight;
    if (!seen) box.scrollTo({ top: from - box.clientHeight / 3 });
  }, [list, id]);
}

function find(list: HTMLOListElement | null, id: string): HTMLElement | undefined {
  return list?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(id)}"]`) ?? undefined;
}
