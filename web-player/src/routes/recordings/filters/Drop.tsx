import { Suspense, useEffect, useId, useRef, useState } from "react";
import type { FocusEvent, KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./filters.module.css";

interface Props {
  name: string;
  /** What the button says, where that is more than the name. */
  label: string;
  /** Whether something is chosen in it. */
  set: boolean;
  /** Hangs from the end of its button instead of from the start. */
  end?: boolean;
  children: (close: () => void) => ReactNode;
}

/** A button with a panel that hangs from it. Escape, or going elsewhere, closes it. */
export function Drop({ name, label, set, end = false, children }: Props) {
  const { t } = useTranslation("states");
  const [opened, setOpened] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useId();
  const close = () => {
    setOpened(false);
    button.current?.focus();
  };
  useEffect(() => {
    const press = ({ target }: PointerEvent) => {
      if (!(target instanceof Node && root.current?.contains(target))) setOpened(false);
    };
    if (opened) document.addEventListener("pointerdown", press);
    return () => document.removeEventListener("pointerdown", press);
  }, [opened]);
  const leave = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget !== null && !root.current?.contains(relatedTarget)) setOpened(false);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" && opened) close();
  };
  return (
    <div ref={root} className={styles.drop} onBlur={leave} onKeyDown={press}>
      <button
        ref={button}
        type="button"
        className={styles.button}
        aria-haspopup="dialog"
        aria-expanded={opened}
        aria-controls={opened ? panel : undefined}
        data-set={set || undefined}
        title={set ? label : undefined}
        onClick={() => setOpened(!opened)}
      >
        <span>{label}</span>
        <span aria-hidden="true">▾</span>
      </button>
      {opened && (
        <div id={panel} role="dialog" aria-label={name} tabIndex={-1} className={styles.panel} data-end={end || undefined}>
          <Suspense fallback={<p className="quiet">{t("loading")}</p>}>
            <Contents>{children(close)}</Contents>
          </Suspense>
        </div>
      )}
    </div>
  );
}

/** Takes the focus to what is chosen, or else to the first control, once it is there. */
function Contents({ children }: { children: ReactNode }) {
  const contents = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const chosen = contents.current?.querySelector<HTMLElement>("[aria-pressed=true], input:checked, [aria-current=true], [aria-current=page]");
    (chosen ?? contents.current?.querySelector<HTMLElement>("button, input, a[href]"))?.focus();
  }, []);
  return (
    <div ref={contents} className={styles.contents}>
      {children}
    </div>
  );
}
