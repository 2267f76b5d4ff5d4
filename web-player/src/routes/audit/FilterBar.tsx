import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../../api";
import type { Person } from "../../api/audit";
import { PurposeGlyph } from "../../purposes";
import { PURPOSES } from "../../terms";
import { Chip, focusFirst } from "../recordings/filters/Chip";
import { PeriodChoice } from "../recordings/filters/PeriodChoice";
import { usePeriod } from "../recordings/filters/said";
import { EventChoice } from "./EventChoice";
import { groupOf } from "./events";
import { OneChip } from "./OneChip";
import { isFiltered } from "./search";
import type { AuditFilters } from "./search";
import type { useFilters } from "./useFilters";
import filters from "../recordings/filters/filters.module.css";
import styles from "./audit.module.css";

interface Props extends ReturnType<typeof useFilters> {
  session: Session;
  people: Person[];
}

/** The filters in one line: each says its value, opens to be changed, and can be cleared. */
export function FilterBar({ session, people, filters: now, dropped, change, clear }: Props) {
  const { t } = useTranslation(["audit", "recordings", "shell"]);
  const former = (id: string) => t("gone", { id });
  const doers = [...people, ...(["cli", "system", "token"] as const).map((id) => ({ id, name: t(id) }))];
  const sites = session.sites.map(({ key, name }) => ({ id: key, name }));
  const purposes = PURPOSES.map((id) => ({ id, name: t(`shell:purpose.${id}`), glyph: <PurposeGlyph purpose={id} /> }));
  const anyTime = { days: undefined, from: undefined, to: undefined };
  const clearAll = ({ currentTarget }: MouseEvent) => {
    focusFirst(currentTarget.parentElement);
    clear();
  };
  const doer = { name: t("filter.actor"), any: t("filter.anyone"), of: doers, chosen: now.actor };
  const person = { name: t("filter.member"), any: t("filter.anyone"), of: people, chosen: now.member };
  const site = { name: t("filter.site"), any: t("filter.anySite"), of: sites, chosen: now.site };
  const purpose = { name: t("filter.purpose"), any: t("filter.anyPurpose"), of: purposes, chosen: now.purpose };
  return (
    <div>
      <div className={filters.bar} role="group" aria-label={t("recordings:filters.label")} data-filters>
        <Chip name={t("recordings:filters.period")} value={usePeriod(now)} onClear={() => change(anyTime)}>
          {(close) => <PeriodChoice period={now} change={change} close={close} />}
        </Chip>
        <Chip name={t("filter.kind")} value={useKinds(now)} onClear={() => change({ events: [] })}>
          {() => <EventChoice chosen={now.events} onChange={(events, again) => change({ events }, again)} />}
        </Chip>
        <OneChip {...doer} other={former} onChoose={(actor) => change({ actor })} />
        {now.member !== undefined && <OneChip {...person} other={former} onChoose={(member) => change({ member })} />}
        <OneChip {...site} onChoose={(key) => change({ site: key })} />
        <OneChip {...purpose} onChoose={(one) => change({ purpose: one })} />
        {isFiltered(now) && (
          <button type="button" className={filters.plain} onClick={clearAll}>
            {t("recordings:filters.clearAll")}
          </button>
        )}
      </div>
      <Upto upto={now.upto} onClear={() => change({ upto: undefined })} />
      {dropped.length > 0 && (
        <p role="status" className={filters.dropped}>
          {t("recordings:filters.dropped", { count: dropped.length, list: dropped.join(", ") })}
        </p>
      )}
    </div>
  );
}

function useKinds({ events }: AuditFilters): string | undefined {
  const { t } = useTranslation("audit");
  const group = groupOf(events);
  const [first] = events;
  if (group) return t(`group.${group}`);
  if (first === undefined) return undefined;
  return events.length === 1 ? t(`event.${first}`) : t("filter.kinds", { count: events.length });
}

/** Where the list begins, if not with the newest entry. */
function Upto({ upto, onClear }: { upto: number | undefined; onClear: () => void }) {
  const { t } = useTranslation("audit");
  if (upto === undefined) return undefined;
  return (
    <p className={styles.upto}>
      {t("filter.upto", { number: upto })}{" "}
      <button type="button" className={filters.plain} onClick={onClear}>
        {t("filter.newest")}
      </button>
    </p>
  );
}
