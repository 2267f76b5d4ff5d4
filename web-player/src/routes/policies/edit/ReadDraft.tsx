import { useTranslation } from "react-i18next";
import type { DraftView } from "../../../api/policies";
import { Changes } from "../Changes";
import { Judgement } from "../Judgement";
import { Obstacles } from "../Obstacles";
import { useSayings } from "../sayings";
import glance from "../policies.module.css";

/** A draft for those who may read it only. */
export function ReadDraft({ view: { draft } }: { view: DraftView }) {
  const { t } = useTranslation(["policy", "policies"]);
  const say = useSayings();
  if (draft === undefined) return <p>{t("noDraft")}</p>;
  return (
    <>
      <p className={glance.sentence}>{say.sentence(draft.policy)}</p>
      {draft.changes.length > 0 ? <Changes changes={draft.changes} /> : <p className="quiet">{t("policies:unchanged")}</p>}
      <Judgement conformance={draft.conformance} />
      <Obstacles obstacles={draft.obstacles} />
    </>
  );
}
