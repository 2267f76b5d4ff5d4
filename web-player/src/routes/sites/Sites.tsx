import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SiteSettings } from "../../api/sites";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { Notice, ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { PurposeChips } from "./PurposeChips";
import { sitesQuery } from "./queries";

const AddSite = lazy(async () => ({ default: (await import("./AddSite")).AddSite }));

/** The sites of the organisation. */
export function Sites() {
  const session = useSession();
  if (!session.may.includes("manage_sites"))
    return <Denied may="manage_sites" organisation={session.organisation.name} />;
  return <Managed />;
}

function Managed() {
  const { t } = useTranslation("sites");
  const query = useQuery(sitesQuery);
  const [adding, setAdding] = useState(false);
  const add = <Button onClick={() => setAdding(true)}>{t("add")}</Button>;
  const isEmpty = query.data?.length === 0;
  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <div>
          <ScreenTitle title={t("title")} />
          <p className="quiet">{t("intro")}</p>
        </div>
        {query.data && !isEmpty && add}
      </div>
      {query.isPending && <Waiting />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {isEmpty && (
        <Notice title={t("empty")} action={add}>
          <p className="quiet">{t("emptyText")}</p>
        </Notice>
      )}
      {query.data && !isEmpty && <SiteTable sites={query.data} />}
      <Suspense>
        {adding && <AddSite taken={query.data?.map(({ key }) => key) ?? []} onClose={() => setAdding(false)} />}
      </Suspense>
    </div>
  );
}

function SiteTable({ sites }: { sites: SiteSettings[] }) {
  const { t } = useTranslation("sites");
  return (
    <table className={screen.table}>
      <thead>
        <tr>
          <th scope="col">{t("name")}</th>
          <th scope="col">{t("origins")}</th>
          <th scope="col">{t("purposes")}</th>
        </tr>
      </thead>
      <tbody>
        {sites.map((site) => (
          <tr key={site.key}>
            <td>
              <Link to="/sites/$site" params={{ site: site.key }} className={screen.name}>
                {site.name}
              </Link>
              <br />
              <span className="quiet">{site.key}</span>
            </td>
            <td data-label={t("origins")}>{site.origins.join(", ")}</td>
            <td>
              <PurposeChips site={site} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
