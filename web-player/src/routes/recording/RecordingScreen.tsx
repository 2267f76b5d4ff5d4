import { Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../api";
import type { Purpose, Recording, Site } from "../../api";
import { EraseDialog } from "../../erase/EraseDialog";
import { lastOpened, recordingQuery } from "../../queries";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { NotFound } from "../../states/NotFound";
import { ScreenTitle } from "../../states/Notice";
import { PURPOSES, oneOf } from "../../terms";
import { useEraseKey } from "./eraseKey";
import { RecordingHeader } from "./RecordingHeader";
import { Replay } from "./Replay";

/** One recording: what it is, and the page as it was. */
export function RecordingScreen() {
  const params = useParams({ from: "/shell/sites/$site/$purpose/recordings/$recording" });
  const session = useSession();
  const site = session.sites.find(({ key }) => key === params.site);
  const purpose = oneOf(PURPOSES, params.purpose);
  if (site === undefined || purpose === undefined) return <NotFound />;
  if (!site.watch.includes(purpose)) return <Denied purpose={purpose} organisation={session.organisation.name} />;
  return <Found key={params.recording} site={site} purpose={purpose} id={params.recording} />;
}

function Found({ site, purpose, id }: { site: Site; purpose: Purpose; id: string }) {
  const { t } = useTranslation("recording");
  const query = useQuery(recordingQuery({ site: site.key, recording: id }));
  if (isApiProblem(query.error) && query.error.status === 404) return <NotFound />;
  if (query.data?.purpose === purpose) return <Watch site={site} purpose={purpose} recording={query.data} />;
  if (query.data) return <NotFound />;
  return (
    <>
      <ScreenTitle title={t("title")} />
      {query.isPending ? (
        <Skeleton height={20} width="60%" mt={8} />
      ) : (
        <Failed error={query.error} retry={() => void query.refetch()} />
      )}
    </>
  );
}

function Watch({ site, purpose, recording }: { site: Site; purpose: Purpose; recording: Recording }) {
  const navigate = useNavigate();
  const [erasing, setErasing] = useState(false);
  const erase = site.erase.includes(purpose) ? () => setErasing(true) : undefined;
  useEraseKey(erase);
  const queries = useQueryClient();
  useEffect(() => void queries.setQueryData(lastOpened, recording.id), [queries, recording.id]);
  return (
    <>
      <RecordingHeader site={site} purpose={purpose} recording={recording} onErase={erase} />
      <Replay address={{ site: site.key, recording: recording.id }} open={recording.state === "open"} />
      <EraseDialog
        site={site.key}
        purpose={purpose}
        recording={erasing ? recording : undefined}
        onClose={() => setErasing(false)}
        onErased={() => void navigate({ to: "/sites/$site/$purpose", params: { site: site.key, purpose } })}
      />
    </>
  );
}
