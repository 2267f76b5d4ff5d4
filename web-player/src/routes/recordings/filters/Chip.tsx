import type { MouseEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Drop } from "./Drop";
import styles from "./filters.module.css";

interface ChipProps {
  name: string;
  value: string | undefined;
  onClear: () => void;
  children: (close: () => void) => ReactNode;
}

/** A filter that says its value, opens to be changed, and can be cleared. */
export function Chip({ name, value, onClear, children }: ChipProps) {
  const { t } = useTranslation("recordings");
  const label = value === undefined ? name : t("filters.set", { name, value });
  const clear = t("filters.clear", { name });
  const press = ({ currentTarget }: MouseEvent) => {
    focusFirst(currentTarget.parentElement);
    onClear();
  };
  return (
    <div className={styles.chip} data-set={value !== undefined || undefined}>
      <Drop name={name} label={label} set={value !== undefined}>
        {children}
      </Drop>
      {value !== undefined && (
        <button type="button" className={styles.clear} aria-label={clear} title={clear} onClick={press}>
          <span aria-hidden="true">×</span>
        </button>
      )}
    </div>
  );
}

/** What has the focus is about to go; the control before it takes it. */
export function focusFirst(within: Element | null): void {
  within?.querySelector("button")?.focus();
}
