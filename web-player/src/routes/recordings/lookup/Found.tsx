import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../../api";
import type { Purpose, Site } from "../../../api";
import { lookUp } from "../../../api/lookup";
import { saysDenied, useSession } from "../../../session";
import { Denied } from "../../../states/Denied";
import { Failed } from "../../../states/Failed";
import { Notice } from "../../../states/Notice";
import { Foot } from "../Foot";
import { RecordingTable } from "../RecordingTable";
import { useRowKeys } from "../rowKeys";

interface Props {
  site: Site;
  purpose: Purpose;
  identifier: string;
  turn: number;
}

const NOTHING: ReadonlySet<string> = new Set();
const ignore = () => undefined;

/** The recordings of a customer, or why there is nothing. */
export function Found({ site, purpose, identifier, turn }: Props) {
  const { t } = useTranslation("recordings");
  const session = useSession();
  const table = useRef<HTMLTableElement>(null);
  const list = useFound({ site: site.key, purpose, identifier, turn });
  useRowKeys(table, {
    onDelete: ignore,
    onChoose: ignore,
    onHelp: ignore,
    onEnd: () => document.querySelector<HTMLElement>("[data-more]")?.focus(),
  });
  if (list.isPending) return <p role="status">{t("lookup.running")}</p>;
  if (saysDenied(list.error)) return <Denied purpose={purpose} organisation={session.organisation.name} />;
  if (list.data === undefined) return <Refused error={list.error} retry={() => void list.refetch()} />;
  const pages = list.data.pages.map((page) => page.recordings);
  const count = pages.reduce((sum, recordings) => sum + recordings.length, 0);
  return (
    <>
      <p role="status">{count === 0 ? t("lookup.none") : list.hasNextPage ? t("shownMore", { count }) : t("shown", { count })}</p>
      {count === 0 && <p className="quiet">{t("lookup.noneText")}</p>}
      {count > 0 && (
        <RecordingTable
          ref={table}
          site={site.key}
          purpose={purpose}
          pages={pages}
          missing={NOTHING}
          chosen={NOTHING}
          onSeen={ignore}
          onChoose={undefined}
        />
      )}
      <Foot list={list} count={0} filtered={false} />
    </>
  );
}

/** Says what is wrong with the identifier where that is it. */
function Refused({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation("recordings");
  const type = isApiProblem(error) ? error.type : undefined;
  if (type === "/problems/identifier-not-valid") {
    return (
      <p role="alert" className="failure">
        {t("lookup.refused")}
      </p>
    );
  }
  if (type === "/problems/identifier-not-allowed") {
    return (
      <div role="alert">
        <Notice title={t("lookup.notAllowed")} />
      </div>
    );
  }
  return <Failed error={error} retry={retry} />;
}

/** The key of the answers holds no identifier, and they are forgotten with the screen. */
function useFound({ site, purpose, identifier, turn }: { site: string; purpose: Purpose; identifier: string; turn: number }) {
  return useInfiniteQuery({
    queryKey: ["lookup", site, purpose, turn],
    queryFn: ({ pageParam, signal }) => lookUp({ site, purpose, identifier, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}
