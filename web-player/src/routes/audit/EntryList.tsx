import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../../api";
import type { AuditEntry } from "../../api/audit";
import { AskErase } from "./AskErase";
import { Entry } from "./Entry";
import { useEntryKeys } from "./entryKeys";
import { byDay, formatWholeDay } from "./days";
import styles from "./audit.module.css";

/** Entries by day, as the clock on the wall counts days. */
export function EntryList({ session, entries }: { session: Session; entries: AuditEntry[] }) {
  const { t } = useTranslation("audit");
  const [asked, setAsked] = useState<number>();
  const [erased, setErased] = useState<number>();
  const onErased = (number: number) => {
    setAsked(undefined);
    setErased(number);
  };
  useEntryKeys();
  // What had the focus is gone with the words, and while the question is open nothing else can take it.
  useEffect(() => {
    if (erased !== undefined) document.getElementById(placeOf(erased))?.focus();
  }, [erased]);
  return (
    <>
      <p role="status" className={styles.said}>
        {erased !== undefined && t("erase.done", { number: erased })}
      </p>
      {byDay(entries).map(({ day, of }) => (
        <Day key={day} session={session} at={of[0].at} entries={of} onErase={setAsked} />
      ))}
      {asked !== undefined && <AskErase number={asked} onClose={() => setAsked(undefined)} onErased={() => onErased(asked)} />}
    </>
  );
}

/** The element that an entry is. */
function placeOf(number: number): string {
  return `entry-${number}`;
}

interface DayProps {
  session: Session;
  at: string;
  entries: AuditEntry[];
  onErase: (number: number) => void;
}

function Day({ session, at, entries, onErase }: DayProps) {
  const { i18n } = useTranslation();
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className={styles.day}>
        {formatWholeDay(at, i18n.language)}
      </h2>
      <ol className={styles.entries}>
        {entries.map((entry) => (
          <li key={entry.number} id={placeOf(entry.number)} tabIndex={-1} className={styles.entry}>
            <Entry session={session} entry={entry} onErase={onErase} />
          </li>
        ))}
      </ol>
    </section>
  );
}
