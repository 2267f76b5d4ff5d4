import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { useTranslation } from "react-i18next";
import type { Purpose, Site } from "../../../api";
import { viewsQuery } from "../../../queries";
import { isFiltered, readFilters, readQuery, writeQuery } from "../search";
import type { Filters } from "../search";
import { Drop } from "./Drop";
import styles from "./filters.module.css";

const ViewChoice = lazy(async () => ({ default: (await import("./ViewChoice")).ViewChoice }));

interface Props {
  site: Site;
  purpose: Purpose;
  filters: Filters;
}

/** One's own saved views. The button names the one whose filters are in force. */
export function Views({ site, purpose, filters }: Props) {
  const { t } = useTranslation("recordings");
  const views = useQuery({ ...viewsQuery(site.key, purpose), enabled: isFiltered(filters) });
  const query = writeQuery(filters);
  const current = views.data?.find((view) => writeQuery(readFilters(readQuery(view.query)).filters) === query);
  const label = current && isFiltered(filters) ? t("views.current", { name: current.name }) : t("views.label");
  return (
    <div className={styles.views}>
      <Drop name={t("views.label")} label={label} set={false} end>
        {(close) => <ViewChoice site={site.key} purpose={purpose} filters={filters} current={current?.id} close={close} />}
      </Drop>
    </div>
  );
}
