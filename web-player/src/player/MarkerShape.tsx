import type { ReactNode } from "react";
import type { Marker } from "./markers";
import styles from "./timeline.module.css";

/** Told apart by shape as well as by colour. Errors get theirs here when there are any. */
const SHAPES: Record<Marker["kind"], ReactNode> = {
  page: <path d="M5 1v10M5 1.5h5.5L9 4l1.5 2.5H5" />,
  note: <path d="M2 2h8v5.5H6.5L4 10V7.5H2z" />,
  friction: <path d="M6 1.5 11 10.5H1z" />,
  trigger: <path d="M7 1 2.5 7H6l-1 4 4.5-6H6z" />,
};

export function MarkerShape({ kind }: { kind: Marker["kind"] }) {
  return (
    <svg className={styles.shape} data-kind={kind} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {SHAPES[kind]}
    </svg>
  );
}
