import { useEffect, useId, useRef } from "react";
import type { ReactNode } from "react";
import buttons from "./button.module.css";
import styles from "./menu.module.css";

interface Props {
  label: string;
  /** What the button shows. */
  face: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

/** A button that opens a small panel: the browser's own popover, which closes with Escape or a click elsewhere. */
export function Menu({ label, face, className, children }: Props) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const shown = panel.current;
    const place = (event: ToggleEvent) => {
      if (event.newState !== "open" || !shown || !button.current) return;
      const { bottom, right } = button.current.getBoundingClientRect();
      shown.style.top = `${bottom + 4}px`;
      shown.style.right = `${Math.max(8, document.documentElement.clientWidth - right)}px`;
    };
    const leave = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest("a")) shown?.hidePopover();
    };
    shown?.addEventListener("beforetoggle", place);
    shown?.addEventListener("click", leave);
    return () => {
      shown?.removeEventListener("beforetoggle", place);
      shown?.removeEventListener("click", leave);
    };
  }, []);
  return (
    <>
      <button ref={button} type="button" className={`${buttons.button} ${className ?? ""}`} popoverTarget={id} aria-label={label}>
        {face}
      </button>
      <div ref={panel} id={id} popover="auto" className={styles.menu}>
        {children}
      </div>
    </>
  );
}
