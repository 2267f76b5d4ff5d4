import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Framework, PurposeAddress } from "../../../api/policies";
import screen from "../../../states/screen.module.css";
import { draftQuery, policiesQuery } from "../queries";
import { Aside } from "./Aside";
import { useFaults } from "./ask";
import type { Ask } from "./ask";
import { Conflict } from "./Conflict";
import { Links, Masks } from "./Content";
import { Keeping, PagesToo } from "./Keeping";
import { Leaving } from "./Leaving";
import { Telling } from "./Telling";
import { Thresholds } from "./Thresholds";
import { useDraft } from "./useDraft";
import type { Start } from "./useDraft";
import { Visits } from "./Visits";
import { Why } from "./Why";
import styles from "./edit.module.css";

interface Props {
  address: PurposeAddress;
  framework: Framework;
  start: Start;
  /** Whether one may publish what needs a data protection officer. */
  mayDeviate: boolean;
  /** Leads to the guided set-up, while there is no draft. */
  onGuide: () => void;
}

/** The questions of a policy; the answers save themselves as a draft, and the server judges them. */
export function Editor({ address, framework, start, mayDeviate, onGuide }: Props) {
  const { t } = useTranslation("policy");
  const draft = useDraft(address, start);
  const fault = useFaults(draft);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { form, set, conformance, other } = draft;
  useEffect(() => () => void queries.invalidateQueries(policiesQuery(address.site)), [queries, address.site]);
  const deviation: Ask["deviation"] = (measure) => conformance?.deviations.find((it) => it.measure === measure);
  const ask: Ask = { form, set, fault, deviation, framework, purpose: address.purpose };
  const rest = fault("other");
  const leave = () => {
    // The glance must not show for a moment what was just dropped.
    queries.setQueryData(draftQuery(address).queryKey, { revision: draft.kept.view.revision + 1 });
    void navigate({ to: "/policies/$site", params: address, ignoreBlocker: true });
  };
  return (
    <div className={styles.editor}>
      <div className={styles.questions}>
        {other && <Conflict draft={draft} other={other} />}
        {draft.state === "clean" && (
          <div className={screen.actions}>
            <span className="quiet">{t("setup.offer")}</span>
            <Button variant="default" size="xs" onClick={onGuide}>
              {t("setup.begin")}
            </Button>
          </div>
        )}
        <Why ask={ask} />
        <Visits ask={ask} />
        <Thresholds ask={ask} />
        <Masks ask={ask} rules={draft.kept.policy.unmask?.length ?? 0} />
        <Links ask={ask} />
        <Keeping ask={ask} />
        <PagesToo ask={ask} />
        <Telling ask={ask} mayDeviate={mayDeviate} />
        {rest && (
          <p role="alert" className="failure">
            {rest}
          </p>
        )}
      </div>
      <Aside draft={draft} address={address} onDropped={leave} />
      <Leaving isUnsaved={draft.isDirty} />
    </div>
  );
}
