import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import type { PurposeAddress, Volumes as Figures } from "../../api/policies";
import { formatDay, formatMoment, formatTimeLeft } from "../../format";
import { useNow } from "../../now";
import { useSession } from "../../session";
import { useTrouble } from "../../states/Trouble";
import { volumesQuery } from "./queries";
import { SERIES, drawSeries } from "./volumes";
import type { Series } from "./volumes";
import styles from "./volumes.module.css";

const WIDTH = 200;
const HEIGHT = 20;

/** How much there is of a purpose and how much goes, day by day; what goes next; how many may watch. */
export function Volumes({ address }: { address: PurposeAddress }) {
  const { t } = useTranslation(["policies", "states"]);
  const volumes = useQuery(volumesQuery(address));
  const why = useTrouble();
  if (volumes.isPending) return <Skeleton height={180} role="status" aria-label={t("states:loading")} />;
  if (volumes.data === undefined) {
    return (
      <div role="alert">
        <p className="failure">{t("volumes.failed")}</p>
        <p className="quiet">{why(volumes.error)}</p>
        <button type="button" className={styles.retry} onClick={() => void volumes.refetch()}>
          {t("states:retry")}
        </button>
      </div>
    );
  }
  return (
    <div className={styles.volumes}>
      <h3>{t("volumes.title")}</h3>
      {SERIES.map((series) => (
        <Line key={series} series={series} days={volumes.data.days} />
      ))}
      <details className={styles.explained}>
        <summary>{t("volumes.explained")}</summary>
        <dl>
          {SERIES.map((series) => (
            <Fragment key={series}>
              <dt>{t(`volumes.${series}`)}</dt>
              <dd>{t(`volumes.${series}Hint`)}</dd>
            </Fragment>
          ))}
        </dl>
      </details>
      <ul className={styles.facts}>
        <li>
          <Next end={volumes.data.next_expiry} />
        </li>
        <li>
          <Watchers count={volumes.data.watchers} />
        </li>
      </ul>
    </div>
  );
}

function Line({ series, days }: { series: Series; days: Figures["days"] }) {
  const { t, i18n } = useTranslation("policies");
  const { total, most, on, bars } = drawSeries(days, series, WIDTH, HEIGHT);
  const name = t(`volumes.${series}`);
  const count = new Intl.NumberFormat(i18n.language);
  const says = on
    ? t("volumes.says", { name, total: count.format(total), most: count.format(most), day: formatDay(on, i18n.language) })
    : t("volumes.saysNone", { name });
  return (
    <div className={styles.line}>
      <span className={styles.name}>{name}</span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`} preserveAspectRatio="none" role="img" aria-label={says} data-series={series}>
        <path d={bars} />
        <line x1="0" x2={WIDTH} y1={HEIGHT + 0.5} y2={HEIGHT + 0.5} />
      </svg>
      <span className={styles.total} aria-hidden="true">
        {count.format(total)}
      </span>
    </div>
  );
}

function Next({ end }: { end: string | undefined }) {
  const { t, i18n } = useTranslation("policies");
  const now = useNow();
  if (end === undefined) return t("volumes.nextNone");
  const left = formatTimeLeft(end, now, i18n.language);
  return (
    <time dateTime={end} title={formatMoment(end, i18n.language)}>
      {left ? t("volumes.next", { left }) : t("volumes.nextSoon")}
    </time>
  );
}

function Watchers({ count }: { count: number }) {
  const { t } = useTranslation("policies");
  const { may } = useSession();
  const words = count === 0 ? t("volumes.watchersNone") : t("volumes.watchers", { count });
  return may.includes("manage_members") ? <Link to="/members">{words}</Link> : words;
}
