import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../../../now";
import { formatAgo } from "../../../shell/ago";
import screen from "../../../states/screen.module.css";
import { Changes } from "../Changes";
import { differences } from "../fields";
import { useSayings } from "../sayings";
import type { DraftState, Start } from "./useDraft";
import styles from "./edit.module.css";

/** Somebody else has written the draft: says who, where the two differ, and asks which one goes on. */
export function Conflict({ draft, other }: { draft: DraftState; other: Start }) {
  const { t, i18n } = useTranslation("policy");
  const now = useNow();
  const say = useSayings();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // It answers a promise, which an effect may not.
    void panel.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const theirs = other.view.draft;
  const title = theirs
    ? t("conflict", { by: say.author(theirs.edited_by), ago: formatAgo(theirs.edited_at, now, i18n.language) })
    : t("conflictGone");
  return (
    <section ref={panel} role="alert" className={`${screen.note} ${styles.conflict}`}>
      <h2>{title}</h2>
      <p>{t(theirs ? "conflictText" : "conflictGoneText")}</p>
      <h3>{t("conflictDiffers")}</h3>
      <Changes changes={differences(other.policy, draft.policy)} columns={[t("theirs"), t("mine")]} />
      <div className={screen.actions}>
        <Button onClick={draft.useOther}>{t(theirs ? "useTheirs" : "useCurrent")}</Button>
        <Button variant="default" onClick={draft.useMine}>
          {t("useMine")}
        </Button>
      </div>
    </section>
  );
}
