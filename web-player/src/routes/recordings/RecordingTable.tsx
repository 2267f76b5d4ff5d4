import { useTranslation } from "react-i18next";
import type { MouseEvent, Ref } from "react";
import type { Recording } from "../../api";
import { useNow } from "../../now";
import { RowGroup } from "./RowGroup";
import type { RowContext } from "./RecordingRow";
import styles from "./recordings.module.css";

interface Props extends RowContext {
  pages: readonly (readonly Recording[])[];
  missing: ReadonlySet<string>;
  chosen: ReadonlySet<string>;
  onSeen: (place: number) => void;
  ref?: Ref<HTMLTableElement>;
}

/**
 * One line per recording. The route is the link; the whole line opens with the mouse.
 *
 * The roles are written out because the table is laid out as a grid, which browsers may take for no table.
 */
export function RecordingTable({ pages, ref, ...rest }: Props) {
  const { t } = useTranslation("recordings");
  const now = useNow();
  return (
    <table ref={ref} role="table" className={styles.table} data-choice={rest.onChoose ? true : undefined} onClick={openRow}>
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
        <RowGroup key={place} place={place} recordings={recordings} now={now} {...rest} />
      ))}
    </table>
  );
}

/** Follows the link of the row that was clicked, unless something else was meant. */
function openRow({ target, ctrlKey, metaKey, shiftKey }: MouseEvent): void {
  if (!(target instanceof Element) || target.closest("a, label, input") || getSelection()?.isCollapsed === false) return;
  const link = target.closest("tr")?.querySelector<HTMLAnchorElement>("a[href]");
  if (link && (ctrlKey || metaKey || shiftKey)) window.open(link.href, "_blank", "noopener");
  else link?.click();
}
