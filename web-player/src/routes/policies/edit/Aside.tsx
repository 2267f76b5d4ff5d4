import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PurposeAddress } from "../../../api/policies";
import { Trouble } from "../../../states/Trouble";
import { Judgement } from "../Judgement";
import { Obstacles } from "../Obstacles";
import { CollectionPicture } from "../Pictures";
import { useSayings } from "../sayings";
import { Discard } from "./Discard";
import { Trying } from "./Trying";
import { UNJUDGED } from "./useDraft";
import type { DraftState } from "./useDraft";
import glance from "../policies.module.css";
import styles from "./edit.module.css";

interface Props {
  draft: DraftState;
  address: PurposeAddress;
  onDropped: () => void;
}

/** The draft in one sentence, how it is judged, whether it is saved, and the way on. */
export function Aside({ draft, address, onDropped }: Props) {
  const { t } = useTranslation("policy");
  const say = useSayings();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const { view } = draft.kept;
  const isKept = draft.state === "kept";
  /** What was judged last is not what the fields say, and will not be until somebody does something. */
  const isStuck = ["faulty", "failed", "conflict"].includes(draft.state);
  return (
    <aside className={styles.aside} aria-label={t("inWords")}>
      <h2>{t("inWords")}</h2>
      {draft.missing.length === 0 && (
        <>
          <p className={glance.sentence}>{say.sentence(draft.policy)}</p>
          <CollectionPicture collection={draft.policy.collection} />
        </>
      )}
      {isStuck ? <p className="quiet">{t("unjudged")}</p> : <Judgement conformance={draft.conformance ?? UNJUDGED} />}
      {view.draft && <Obstacles obstacles={view.draft.obstacles} />}
      <p role="status" className={isStuck ? "failure" : "quiet"}>
        {t(`state.${draft.state}`)}
      </p>
      {draft.state === "failed" && (
        <>
          <Trouble error={draft.refused} />
          <Button variant="default" onClick={draft.again}>
            {t("again")}
          </Button>
        </>
      )}
      <div className={styles.deeds}>
        <Button disabled={!isKept} onClick={() => void navigate({ to: "/policies/$site/$purpose/publish", params: address })}>
          {t("review")}
        </Button>
        {view.draft && (
          <Button variant="default" onClick={() => setAsking(true)}>
            {t("discard")}
          </Button>
        )}
      </div>
      <Trying address={address} revision={view.revision} isKept={isKept} />
      {asking && <Discard address={address} revision={view.revision} onDropped={onDropped} onClose={() => setAsking(false)} />}
    </aside>
  );
}
