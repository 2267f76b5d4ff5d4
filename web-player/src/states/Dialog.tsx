import { useId, useLayoutEffect, useRef } from "react";
import type { MouseEvent, ReactNode } from "react";
import styles from "./states.module.css";

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** Forms need more room than questions. */
  wide?: boolean;
  /** Every dialog stays in its place in the page. */
  inPlace?: boolean;
  children: ReactNode;
}

/** A question, a form or a note above the screen. */
export function Dialog(props: Props) {
  return props.opened && <Opened {...props} />;
}

/**
 * The browser's own modal dialog: it keeps the focus, makes the rest inert, closes with Escape,
 * gives the focus back, and shows above an element that fills the screen if it lies within.
 */
function Opened({ onClose, title, wide = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
    return () => shown?.close();
  }, []);
  const onPress = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };
  return (
    <dialog
      ref={dialog}
      role="dialog"
      aria-labelledby={heading}
      className={styles.modal}
      data-wide={wide || undefined}
      onMouseDown={onPress}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles.dialog}>
        <h2 id={heading}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
