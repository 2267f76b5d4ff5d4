import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { endOtherSessions, endOwnSession } from "../../api/account";
import type { OwnSession } from "../../api/account";
import { formatMoment } from "../../format";
import { useNow } from "../../now";
import { formatAgo } from "../../shell/ago";
import { Failed } from "../../states/Failed";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { Waiting } from "../../states/Waiting";
import { ownSessionsQuery } from "./queries";

/** Ends one session by its id, or all others. */
function useEnding() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (session: string | undefined) => (session === undefined ? endOtherSessions() : endOwnSession(session)),
    onSettled: () => queries.invalidateQueries(ownSessionsQuery),
  });
}

/** Where one is signed in, and the way to end that. */
export function OwnSessions() {
  const { t } = useTranslation("account");
  const query = useQuery(ownSessionsQuery);
  const ending = useEnding();
  const others = query.data?.filter(({ current }) => !current) ?? [];
  const done = ending.isSuccess && t(ending.variables === undefined ? "endedOthers" : "ended");
  return (
    <section className={screen.section}>
      <h2>{t("sessions")}</h2>
      <p className="quiet">{t("sessionsText")}</p>
      {query.isPending && <Waiting lines={2} />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <ul className={screen.rows}>
          {query.data.map((session) => (
            <SessionRow key={session.id} session={session} ending={ending} />
          ))}
        </ul>
      )}
      {query.data && others.length === 0 && <p className="quiet">{t("onlyOne")}</p>}
      {others.length > 0 && (
        <Button variant="default" loading={ending.isPending && ending.variables === undefined} onClick={() => ending.mutate(undefined)}>
          {t("endOthers")}
        </Button>
      )}
      <span role="status">{done}</span>
      <Trouble error={ending.error} />
    </section>
  );
}

function SessionRow({ session, ending }: { session: OwnSession; ending: ReturnType<typeof useEnding> }) {
  const { t, i18n } = useTranslation(["account", "recordings"]);
  const now = useNow();
  const what = `${t(`recordings:deviceName.${session.device}`)} · ${t(`recordings:browserName.${session.browser}`)}`;
  const language = i18n.language;
  return (
    <li>
      <div>
        <strong>{what}</strong>{" "}
        {session.current && (
          <span className={screen.chip} data-tone="good">
            {t("thisOne")}
          </span>
        )}
        <br />
        <span className="quiet">
          <time dateTime={session.last_seen_at} title={formatMoment(session.last_seen_at, language)}>
            {t("lastUsed", { ago: formatAgo(session.last_seen_at, now, language) })}
          </time>
          , {t("since", { moment: formatMoment(session.created_at, language) })}
        </span>
      </div>
      {!session.current && (
        <Button
          variant="default"
          size="xs"
          aria-label={t("endOf", { what })}
          loading={ending.isPending && ending.variables === session.id}
          onClick={() => ending.mutate(session.id)}
        >
          {t("end")}
        </Button>
      )}
    </li>
  );
}
