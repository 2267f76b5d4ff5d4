import { Button } from "@mantine/core";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { PRESETS, dayOf, readDay } from "../search";
import type { Period } from "../search";
import styles from "./filters.module.css";

interface Props {
  period: Period;
  change: (period: Period) => void;
  close: () => void;
  /** What else is to be known of days. */
  note?: string;
}

/** A period that ends today, or days of one's own. */
export function PeriodChoice({ period: { days, from, to }, change, close, note }: Props) {
  const { t } = useTranslation("recordings");
  const choose = (period: Period) => {
    change({ days: undefined, from: undefined, to: undefined, ...period });
    close();
  };
  const any = days === undefined && from === undefined && to === undefined;
  return (
    <>
      <button type="button" className={styles.option} aria-pressed={any} onClick={() => choose({})}>
        {t("filters.anyTime")}
      </button>
      {PRESETS.map((preset) => (
        <button
          key={preset}
          type="button"
          className={styles.option}
          aria-pressed={days === preset}
          onClick={() => choose({ days: preset })}
        >
          {t(`filters.last.days${preset}`)}
        </button>
      ))}
      <OwnDays from={from} to={to} choose={choose} note={note} />
    </>
  );
}

interface OwnDaysProps {
  from: string | undefined;
  to: string | undefined;
  choose: (period: Period) => void;
  note: string | undefined;
}

function OwnDays({ from: fromBefore, to: toBefore, choose, note }: OwnDaysProps) {
  const { t } = useTranslation("recordings");
  const [from, setFrom] = useState(fromBefore ?? "");
  const [to, setTo] = useState(toBefore ?? "");
  const backwards = from !== "" && to !== "" && from > to;
  const today = dayOf(Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!backwards) choose({ from: readDay(from), to: readDay(to) });
  };
  return (
    <form className={styles.own} onSubmit={submit}>
      <fieldset>
        <legend>{t("filters.own")}</legend>
        <label>
          {t("filters.from")}
          <input type="date" max={today} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
        </label>
        <label>
          {t("filters.to")}
          <input type="date" value={to} aria-invalid={backwards} onChange={(event) => setTo(event.currentTarget.value)} />
        </label>
      </fieldset>
      {backwards && (
        <p role="alert" className="failure">
          {t("filters.backwards")}
        </p>
      )}
      <Button type="submit" size="xs" variant="default" disabled={from === "" && to === ""}>
        {t("filters.apply")}
      </Button>
      <p className={styles.hint}>
        {t("filters.utc", { time: useStartOfDay() })} {note}
      </p>
    </form>
  );
}

/** When a day of UTC begins, as the clock on the wall shows it. */
function useStartOfDay(): string {
  const { i18n } = useTranslation();
  const midnight = Date.parse(`${dayOf(Date.now())}T00:00:00Z`);
  return new Intl.DateTimeFormat(i18n.language, { timeStyle: "short", hourCycle: "h23" }).format(midnight);
}
