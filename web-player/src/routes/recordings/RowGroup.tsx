import { memo, useEffect, useRef, useState } from "react";
import type { FocusEvent } from "react";
import type { Recording } from "../../api";
import { RecordingRow } from "./RecordingRow";
import type { RowContext } from "./RecordingRow";
import { findGone } from "./news";
import { useInView } from "./useInView";
import styles from "./recordings.module.css";

const NEARBY = "1000px 0px";

interface Props extends RowContext {
  place: number;
  /** How many rows stand before it, where the list is so long that only what is near is there. */
  before: number | undefined;
  /** Keeps it there however far it is. */
  held: boolean;
  recordings: readonly Recording[];
  missing: ReadonlySet<string>;
  chosen: ReadonlySet<string>;
  now: number;
  /** Called when the group comes into view. */
  onSeen: (place: number) => void;
}

/**
 * The rows of one page. In a long list they are there only near the window, or while one of them has the focus;
 * elsewhere their room is kept. Time passes only for those that are near.
 */
export const RowGroup = memo(function RowGroup(props: Props) {
  const { place, before, held, recordings, missing, chosen, now, onSeen, ...row } = props;
  const [group, inView, near] = useInView<HTMLTableSectionElement>(NEARBY);
  const [focused, setFocused] = useState(false);
  const [shownAt, setShownAt] = useState(now);
  if (near && shownAt !== now) setShownAt(now);
  useEffect(() => {
    if (inView) onSeen(place);
  }, [inView, onSeen, place]);
  const there = before === undefined || near || held || focused;
  const height = useRoom(group, there);
  const leave = ({ relatedTarget }: FocusEvent) => setFocused(Boolean(group.current?.contains(relatedTarget)));
  return (
    <tbody
      ref={group}
      role="rowgroup"
      className={there ? styles.group : styles.room}
      style={{ "--rows": recordings.length, height } as React.CSSProperties}
      onFocus={() => setFocused(true)}
      onBlur={leave}
    >
      {there &&
        recordings.map((recording, index) => (
          <RecordingRow
            key={recording.id}
            {...row}
            recording={recording}
            rowIndex={before === undefined ? undefined : before + index + 2}
            now={shownAt}
            gone={findGone(recording, missing, shownAt)}
            chosen={chosen.has(recording.id)}
          />
        ))}
    </tbody>
  );
});

/** The height that the rows had when they were last there: rows may be of different heights. */
function useRoom(group: React.RefObject<Element | null>, there: boolean): number | undefined {
  const last = useRef<number>(undefined);
  useEffect(() => {
    const element = group.current;
    if (!there || element === null) return undefined;
    const observer = new ResizeObserver(() => {
      last.current = element.getBoundingClientRect().height;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [group, there]);
  return there ? undefined : last.current;
}
