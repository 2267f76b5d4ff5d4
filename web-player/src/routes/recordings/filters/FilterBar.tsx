import { lazy } from "react";
import type { MouseEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Site } from "../../../api";
import { formatDay } from "../../../format";
import { DEVICES, DURATION_BANDS } from "../../../terms";
import { isFiltered } from "../search";
import type { Filters } from "../search";
import { Drop } from "./Drop";
import { TermChoice } from "./TermChoice";
import { Views } from "./Views";
import type { useFilters } from "./useFilters";
import styles from "./filters.module.css";

const PeriodChoice = lazy(async () => ({ default: (await import("./PeriodChoice")).PeriodChoice }));

interface Props extends ReturnType<typeof useFilters> {
  site: Site;
  purpose: Purpose;
}

/** The filters in one line: each says its value, opens to be changed, and can be cleared. */
export function FilterBar({ site, purpose, filters, dropped, change, clear }: Props) {
  const { t } = useTranslation("recordings");
  const period = usePeriod(filters);
  const { duration, device } = filters;
  const clearAll = ({ currentTarget }: MouseEvent) => {
    focusFirst(currentTarget.parentElement);
    clear();
  };
  return (
    <>
      <div className={styles.bar} role="group" aria-label={t("filters.label")} data-filters>
        <Chip
          name={t("filters.period")}
          value={period}
          onClear={() => change({ days: undefined, from: undefined, to: undefined })}
        >
          {(close) => <PeriodChoice filters={filters} change={change} close={close} />}
        </Chip>
        <Chip
          name={t("filters.duration")}
          value={useList(duration.map((band) => t(`band.${band}`)))}
          onClear={() => change({ duration: [] })}
        >
          {() => (
            <TermChoice
              terms={DURATION_BANDS}
              chosen={duration}
              label={(band) => t(`band.${band}`)}
              onChange={(terms, again) => change({ duration: terms }, again)}
            />
          )}
        </Chip>
        <Chip
          name={t("filters.device")}
          value={useList(device.map((one) => t(`deviceName.${one}`)))}
          onClear={() => change({ device: [] })}
        >
          {() => (
            <TermChoice
              terms={DEVICES}
              chosen={device}
              label={(one) => t(`deviceName.${one}`)}
              onChange={(terms, again) => change({ device: terms }, again)}
            />
          )}
        </Chip>
        {isFiltered(filters) && (
          <button type="button" className={styles.plain} onClick={clearAll}>
            {t("filters.clearAll")}
          </button>
        )}
        <Views site={site} purpose={purpose} filters={filters} />
      </div>
      {dropped.length > 0 && (
        <p role="status" className={styles.dropped}>
          {t("filters.dropped", { count: dropped.length, list: dropped.join(", ") })}
        </p>
      )}
    </>
  );
}

interface ChipProps {
  name: string;
  value: string | undefined;
  onClear: () => void;
  children: (close: () => void) => ReactNode;
}

function Chip({ name, value, onClear, children }: ChipProps) {
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
function focusFirst(within: Element | null): void {
  within?.querySelector("button")?.focus();
}

function useList(words: string[]): string | undefined {
  const { i18n } = useTranslation();
  return words.length === 0 ? undefined : new Intl.ListFormat(i18n.language, { type: "disjunction" }).format(words);
}

function usePeriod({ days, from, to }: Filters): string | undefined {
  const { t, i18n } = useTranslation("recordings");
  const day = (of: string) => formatDay(of, i18n.language);
  if (days !== undefined) return t(`filters.last.days${days}`);
  if (from !== undefined && to !== undefined) return from === to ? day(from) : t("filters.span", { from: day(from), to: day(to) });
  if (from !== undefined) return t("filters.since", { from: day(from) });
  return to === undefined ? undefined : t("filters.until", { to: day(to) });
}
