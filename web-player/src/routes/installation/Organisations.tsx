import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Organisation } from "../../api/installation";
import { formatDay } from "../../format";
import { Failed } from "../../states/Failed";
import { Notice } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { organisationsQuery } from "./queries";

const AddOrganisation = lazy(async () => ({ default: (await import("./AddOrganisation")).AddOrganisation }));

/** Whom the installation serves. */
export function Organisations() {
  const { t } = useTranslation("installation");
  const query = useQuery(organisationsQuery);
  const [adding, setAdding] = useState(false);
  return (
    <section className={screen.section}>
      <h2>{t("organisations")}</h2>
      {query.isPending && <Waiting lines={2} />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data?.length === 0 && (
        <Notice title={t("empty")}>
          <p className="quiet">{t("emptyText")}</p>
        </Notice>
      )}
      {query.data && query.data.length > 0 && <OrganisationTable organisations={query.data} />}
      <Button variant="default" onClick={() => setAdding(true)}>
        {t("addOrganisation")}
      </Button>
      <Suspense>{adding && <AddOrganisation onClose={() => setAdding(false)} />}</Suspense>
    </section>
  );
}

function OrganisationTable({ organisations }: { organisations: Organisation[] }) {
  const { t, i18n } = useTranslation("installation");
  return (
    <table className={screen.table}>
      <thead>
        <tr>
          <th scope="col">{t("organisation")}</th>
          <th scope="col">{t("members")}</th>
          <th scope="col">{t("sites")}</th>
          <th scope="col">{t("since")}</th>
        </tr>
      </thead>
      <tbody>
        {organisations.map(({ id, name, members, sites, created_at: created }) => (
          <tr key={id}>
            <td>
              <strong>{name}</strong>
            </td>
            <td data-label={t("members")}>{members}</td>
            <td data-label={t("sites")}>{sites}</td>
            <td data-label={t("since")}>{formatDay(created.slice(0, 10), i18n.language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
