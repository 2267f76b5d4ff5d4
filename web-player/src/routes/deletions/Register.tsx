import { Button } from "@mantine/core";
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../api";
import type { Purpose, Site } from "../../api";
import { listDeletions } from "../../api/deletions";
import type { Deletion } from "../../api/deletions";
import { formatDay, formatMoment } from "../../format";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { Notice } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";

/** What the registers of all purposes of a site have in common. */
export function deletionsOf(site: string) {
  return ["deletions", site] as const;
}

function deletionsQuery(site: string, purpose: Purpose) {
  return infiniteQueryOptions({
    queryKey: [...deletionsOf(site), purpose],
    queryFn: ({ pageParam, signal }) => listDeletions({ site, purpose, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
  });
}

/** The deletions of one purpose of one site, newest first. */
export function Register({ site, purpose }: { site: Site; purpose: Purpose }) {
  const { t } = useTranslation("deletions");
  const session = useSession();
  const list = useInfiniteQuery(deletionsQuery(site.key, purpose));
  if (list.isPending) return <Waiting lines={6} />;
  if (list.data === undefined) {
    if (isApiProblem(list.error) && list.error.status === 403)
      return <Denied may="review" organisation={session.organisation.name} />;
    return <Failed error={list.error} retry={() => void list.refetch()} />;
  }
  const shown = list.data.pages.flatMap(({ deletions }) => deletions);
  if (shown.length === 0)
    return (
      <Notice title={t("empty")}>
        <p className="quiet">{t("emptyText")}</p>
      </Notice>
    );
  return (
    <>
      <RegisterTable deletions={shown} />
      <div className={screen.actions}>
        {list.hasNextPage && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t("more")}
          </Button>
        )}
        {list.isFetchNextPageError && (
          <span role="alert" className="failure">
            {t("moreFailed")}
          </span>
        )}
        {!list.hasNextPage && <span className="quiet">{t("end", { count: shown.length })}</span>}
      </div>
    </>
  );
}

/** Until when a copy may live, and the signed file that says so. */
function Certificate({ deletion: { recording, certificate, diesOn } }: { deletion: Deletion }) {
  const { t, i18n } = useTranslation("deletions");
  if (certificate === undefined) return <span className="quiet">{t("noCertificate")}</span>;
  const day = diesOn && formatDay(diesOn, i18n.language);
  return (
    <>
      {day && <p className="quiet">{t("diesOn", { day })}</p>}
      <a download={`${recording}.certificate.json`} href={`data:application/json,${encodeURIComponent(certificate)}`}>
        {t("download")}
      </a>
    </>
  );
}

function RegisterTable({ deletions }: { deletions: Deletion[] }) {
  const { t, i18n } = useTranslation("deletions");
  return (
    <table className={screen.table}>
      <thead>
        <tr>
          <th scope="col">{t("when")}</th>
          <th scope="col">{t("by")}</th>
          <th scope="col">{t("reason")}</th>
          <th scope="col">{t("recording")}</th>
          <th scope="col">{t("certificate")}</th>
        </tr>
      </thead>
      <tbody>
        {deletions.map((deletion) => (
          <tr key={deletion.recording}>
            <td className={screen.tight}>
              <time dateTime={deletion.erased_at}>{formatMoment(deletion.erased_at, i18n.language)}</time>
            </td>
            <td data-label={t("by")}>{deletion.by}</td>
            <td>
              {deletion.reason ? t(`reasons.${deletion.reason}`) : <span className="quiet">{t("noReason")}</span>}
              {deletion.words && <p className="quiet">{deletion.words}</p>}
            </td>
            <td className={screen.id}>{deletion.recording}</td>
            <td data-label={t("certificate")}>
              <Certificate deletion={deletion} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
