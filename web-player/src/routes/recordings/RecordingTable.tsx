import { useTranslation } from "react-i18next";
import type { MouseEvent, Ref } from "react";
import type { Recording } from "../../api";
import { useNow } from "../../now";
import { RowGroup } from "./RowGroup";
import type { RowContext } from "./RecordingRow";
import styles from "./recordings.module.css";

/** From so many pages on, only the rows near the window are there. */
const LONG = 10;

interface Props extends RowContext {
  pages: readonly (readonly Recording[])[];
  missing: ReadonlySet<string>;
  chosen: ReadonlySet<string>;
  /** The recording whose row has to be there. */
  held?: string | undefined;
  onSeen: (place: number) => void;
  ref?: Ref<HTMLTableElement>;
}

/**
 * One line per recording. The route is the link; the whole line opens with the mouse.
 *
 * The roles are written out because the table is laid out as a grid, which browsers may take for no table.
 */
export function RecordingTable({ pages, held, ref, ...rest }: Props) {
  const { t } = useTranslation("recordings");
  const now = useNow();
  const long = pages.length > LONG;
  const before = countBefore(pages);
  return (
    <table
      ref={ref}
      role="table"
      className={styles.table}
      aria-rowcount={long ? (before.at(-1) ?? 0) + (pages.at(-1)?.length ?? 0) + 1 : undefined}
      data-choice={rest.onChoose ? true : undefined}
      onClick={openRow}
    >
      <thead role="rowgroup">
        <tr role="row">
          {rest.onChoose && (
            <th role="columnheader" scope="col">
              <span className={styles.spoken}>{t("select")}</span>
            </th>
          )}
          {(["preview", "route", "duration", "device", "opened", "left"] as const).map((column) => (
            <th key={column} role="columnheader" scope="col">
              {t(column)}
            </th>
          ))}
        </tr>
      </thead>
      {pages.map((recordings, place) => (
        <RowGroup
          key={place}
          place={place}
          before={long ? before[place] : undefined}
          held={held !== undefined && recordings.some(({ id }) => id === held)}
          recordings={recordings}
          now={now}
          {...rest}
        />
      ))}
    </table>
  );
}

/** How many rows stand before each page. */
function countBefore(pages: Props["pages"]): number[] {
  let rows = 0;
  return pages.map((page) => {
    const before = rows;
    rows += page.length;
    return before;
  });
}

/** Follows the link of the row that was clicked, unless something else was meant. */
function openRow({ target, ctrlKey, metaKey, shiftKey }: MouseEvent): void {
  if (!(target instanceof Element) || target.closest("a, label, input") || getSelection()?.isCollapsed === false) return;
  const link = target.closest("tr")?.querySelector<HTMLAnchorElement>("a[href]");
  if (link && (ctrlKey || metaKey || shiftKey)) window.open(link.href, "_blank", "noopener");
  else link?.click();
}
