import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Site } from "../../../api";
import type { Framework, PurposeAddress } from "../../../api/policies";
import { useSession } from "../../../session";
import { Denied } from "../../../states/Denied";
import { Failed } from "../../../states/Failed";
import { Waiting } from "../../../states/Waiting";
import type { Purpose } from "../../../terms";
import { useReadable } from "../place";
import { PurposeTitle } from "../PurposeTitle";
import { draftQuery, frameworkQuery, policiesQuery } from "../queries";
import { begin } from "./beginning";
import type { Beginning } from "./beginning";
import { Editor } from "./Editor";
import { ReadDraft } from "./ReadDraft";
import { Setup } from "./Setup";
import glance from "../policies.module.css";

/** The draft of a purpose's policy: to be written by those who may, read by the others, proposed where there is nothing. */
export function EditorScreen() {
  const session = useSession();
  const place = useReadable(session);
  if (!place) return <Denied may="read_policies" organisation={session.organisation.name} />;
  return <Loaded key={`${place.site.key}/${place.purpose}`} {...place} />;
}

function Loaded({ site, purpose }: { site: Site; purpose: Purpose }) {
  const { t } = useTranslation(["policy", "shell"]);
  const address = { site: site.key, purpose };
  const framework = useQuery(frameworkQuery);
  const policies = useQuery(policiesQuery(site.key));
  const draft = useQuery(draftQuery(address));
  const failed = framework.error ?? policies.error ?? draft.error;
  const mayEdit = site.edit_policies.includes(purpose);
  // What was known before this screen opened may be older than the draft.
  const isFresh = draft.isFetchedAfterMount && policies.isFetchedAfterMount;
  const found = isFresh && framework.data && policies.data && draft.data;
  const name = t(`shell:purpose.${purpose}`);
  const title = t("title", { purpose: name });
  const retry = () => void Promise.all([framework.refetch(), policies.refetch(), draft.refetch()]);
  return (
    <div className={glance.screen}>
      <PurposeTitle site={site} purpose={purpose} title={title} text={t(mayEdit ? "intro" : "readOnly")} />
      {failed ? (
        <Failed error={failed} retry={retry} />
      ) : found && framework.data && policies.data ? (
        <Body
          address={address}
          mayEdit={mayEdit}
          mayDeviate={site.deviate.includes(purpose)}
          framework={framework.data}
          begun={begin(found, policies.data, purpose)}
          onTaken={() => void draft.refetch()}
        />
      ) : (
        <Waiting lines={8} />
      )}
    </div>
  );
}

interface BodyProps {
  address: PurposeAddress;
  mayEdit: boolean;
  mayDeviate: boolean;
  framework: Framework;
  begun: Beginning;
  onTaken: () => void;
}

function Body({ address, mayEdit, mayDeviate, framework, begun, onTaken }: BodyProps) {
  const [isGuided, setGuided] = useState(false);
  const { view, policy } = begun;
  if (!mayEdit) return <ReadDraft view={view} />;
  if (policy && (view.draft || !isGuided))
    return (
      <Editor
        address={address}
        framework={framework}
        start={{ ...begun, policy }}
        mayDeviate={mayDeviate}
        onGuide={() => setGuided(true)}
      />
    );
  return (
    <Setup
      address={address}
      framework={framework}
      revision={view.revision}
      base={policy}
      textVersion={begun.textVersion}
      onTaken={onTaken}
      onBack={policy && (() => setGuided(false))}
    />
  );
}
