import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../api";
import type { Site } from "../../api";
import { findRequested } from "../../api/requests";
import type { CustomerRequest } from "../../api/requests";
import { saysDenied } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { Notice } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { ForAll } from "./ForAll";
import { FoundTable } from "./FoundTable";
import { Letter } from "./Letter";
import { kindsOf } from "./kinds";

interface Props {
  request: CustomerRequest;
  turn: number;
  site: Site;
  organisation: string;
}

/** What there is of a customer, what can be done about it, and the letter. */
export function Found({ request, turn, site, organisation }: Props) {
  const { t } = useTranslation("requests");
  const [certificates, setCertificates] = useState<string[]>([]);
  const found = useFound(request, turn);
  const retry = () => void found.refetch();
  if (found.isPending) return <Waiting lines={4} />;
  if (saysDenied(found.error)) return <Denied needs={t("denied")} organisation={organisation} />;
  if (found.data === undefined) return <Refused error={found.error} request={request} retry={retry} />;
  const shown = found.data.pages.flatMap(({ recordings }) => recordings);
  const { kept, awaiting_verdict: awaiting } = found.data.pages.at(-1) ?? { kept: 0, awaiting_verdict: 0 };
  const there = kept + awaiting;
  const restricted = shown.some(({ restricted_until: until }) => until !== undefined);
  const kinds = kindsOf({ there, restricted, erased: certificates.length });
  return (
    <>
      <section className={screen.section} aria-labelledby="found">
        <h2 id="found">{t("found.title")}</h2>
        <div role="status">
          <p>{t("found.count", { count: kept })}</p>
          {awaiting > 0 && <p>{t("found.awaiting", { count: awaiting })}</p>}
        </div>
        {there === 0 && certificates.length === 0 && <p className="quiet">{t("found.none")}</p>}
        {shown.length > 0 && <FoundTable request={request} recordings={shown} />}
        {found.hasNextPage && (
          <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t("found.more")}
          </Button>
        )}
        {found.error && <Failed error={found.error} retry={retry} />}
      </section>
      {(there > 0 || certificates.length > 0) && (
        <ForAll
          request={request}
          site={site}
          there={there}
          certificates={certificates}
          onCertified={(more) => setCertificates((before) => [...before, ...more])}
          onDone={retry}
        />
      )}
      <Letter key={kinds.join()} request={request} kinds={kinds} certificates={certificates} />
    </>
  );
}

/** Says what is wrong where it was said; where nobody can be found, the letter that says so. */
function Refused({ error, request, retry }: { error: unknown; request: CustomerRequest; retry: () => void }) {
  const { t } = useTranslation("requests");
  const problem = isApiProblem(error) ? error : undefined;
  if (problem?.type === "/problems/nobody-findable") {
    return (
      <>
        <div role="status">
          <Notice title={t("unlinked.title")}>
            <p className="quiet">{t("unlinked.text")}</p>
          </Notice>
        </div>
        <Letter request={request} kinds={["article_11"]} certificates={[]} />
      </>
    );
  }
  if (problem?.type === "/problems/request-not-valid" && (problem.field === "identifier" || problem.field === "reference")) {
    return (
      <p role="alert" className="failure">
        {t(problem.field === "identifier" ? "where.badIdentifier" : "where.badReference")}
      </p>
    );
  }
  return <Failed error={error} retry={retry} />;
}

/** The key of the answers holds no identifier, and they are forgotten with the screen. */
function useFound(request: CustomerRequest, turn: number) {
  return useInfiniteQuery({
    queryKey: ["requested", request.site, request.purpose, turn],
    queryFn: ({ pageParam, signal }) => findRequested(request, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}
