import { lazy } from "react";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Site } from "../../../api";
import { DEVICES, DURATION_BANDS } from "../../../terms";
import { isFiltered } from "../search";
import { Chip, focusFirst } from "./Chip";
import { FoundChips } from "./FoundChips";
import { useList, usePeriod } from "./said";
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
          {(close) => <PeriodChoice period={filters} change={change} close={close} note={t("filters.hourOnly")} />}
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
        <FoundChips site={site} purpose={purpose} filters={filters} change={change} />
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
