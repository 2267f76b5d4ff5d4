import { memo, useEffect, useState } from "react";
import type { Recording } from "../../api";
import { RecordingRow } from "./RecordingRow";
import type { RowContext } from "./RecordingRow";
import { findGone } from "./news";
import { useInView } from "./useInView";
import styles from "./recordings.module.css";

interface Props extends RowContext {
  place: number;
  recordings: readonly Recording[];
  missing: ReadonlySet<string>;
  chosen: ReadonlySet<string>;
  now: number;
  /** Called when the group comes into view. */
  onSeen: (place: number) => void;
}

/**
 * The rows of one page. The browser draws them only near the window, and time passes only for those in it:
 * the list stays quick with ten thousand rows, all of which remain to be searched and read aloud.
 */
export const RowGroup = memo(function RowGroup({ place, recordings, missing, chosen, now, onSeen, ...row }: Props) {
  const [group, inView] = useInView<HTMLTableSectionElement>();
  const [shownAt, setShownAt] = useState(now);
  if (inView && shownAt !== now) setShownAt(now);
  useEffect(() => {
    if (inView) onSeen(place);
  }, [inView, onSeen, place]);
  return (
    <tbody
      ref={group}
      role="rowgroup"
      className={styles.group}
      style={{ "--rows": recordings.length } as React.CSSProperties}
    >
      {recordings.map((recording) => (
        <RecordingRow
          key={recording.id}
          {...row}
          recording={recording}
          now={shownAt}
          gone={findGone(recording, missing, shownAt)}
          chosen={chosen.has(recording.id)}
        />
      ))}
    </tbody>
  );
});
