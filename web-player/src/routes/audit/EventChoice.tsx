import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { EVENTS, GROUPS, GROUP_NAMES } from "./events";
import type { AuditEvent } from "./events";
import filters from "../recordings/filters/filters.module.css";
import styles from "./audit.module.css";

interface Props {
  chosen: readonly AuditEvent[];
  /** `again`: after the first change since it was opened. */
  onChange: (events: AuditEvent[], again: boolean) => void;
}

/** Any of the events, one by one or a whole group at once. Each change shows at once. */
export function EventChoice({ chosen: before, onChange }: Props) {
  const { t } = useTranslation("audit");
  const [chosen, setChosen] = useState(before);
  const again = useRef(false);
  const set = (events: readonly AuditEvent[], on: boolean) => {
    const now = EVENTS.filter((event) => (events.includes(event) ? on : chosen.includes(event)));
    setChosen(now);
    onChange(now, again.current);
    again.current = true;
  };
  return GROUP_NAMES.map((group) => (
    <fieldset key={group} className={styles.group}>
      <legend className={styles.legend}>{t(`group.${group}`)}</legend>
      <Box
        label={t("filter.all")}
        checked={GROUPS[group].every((event) => chosen.includes(event))}
        onSet={(on) => set(GROUPS[group], on)}
      />
      {GROUPS[group].map((event) => (
        <Box key={event} label={t(`event.${event}`)} checked={chosen.includes(event)} onSet={(on) => set([event], on)} />
      ))}
    </fieldset>
  ));
}

function Box({ label, checked, onSet }: { label: string; checked: boolean; onSet: (on: boolean) => void }) {
  return (
    <label className={filters.option}>
      <input type="checkbox" checked={checked} onChange={(event) => onSet(event.currentTarget.checked)} />
      {label}
    </label>
  );
}
