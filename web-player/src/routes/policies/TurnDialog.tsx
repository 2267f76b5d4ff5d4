import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { resumePurpose, stopPurpose } from "../../api/policies";
import type { PurposeAddress } from "../../api/policies";
import { WhyDialog } from "../../states/WhyDialog";
import { policiesQuery } from "./queries";

interface Props {
  address: PurposeAddress;
  turn: "stop" | "resume";
  onDone: () => void;
  onClose: () => void;
}

/** Asks why a purpose is stopped or resumed, and says what then happens. */
export function TurnDialog({ address, turn, onDone, onClose }: Props) {
  const { t } = useTranslation(["policies", "shell"]);
  const queries = useQueryClient();
  const turning = useMutation({
    mutationFn: (why: string) => (turn === "stop" ? stopPurpose : resumePurpose)(address, why),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: ["register", address.site] });
      await queries.invalidateQueries({ queryKey: policiesQuery(address.site).queryKey, exact: true });
      onDone();
    },
  });
  return (
    <WhyDialog
      title={t(`${turn}.title`, { purpose: t(`shell:purpose.${address.purpose}`) })}
      words={{ why: t("stop.why"), hint: t("stop.whyHint"), missing: t("stop.missing") }}
      deed={t(`${turn}.deed`)}
      danger={turn === "stop"}
      doing={turning}
      onDo={(why) => turning.mutate(why)}
      onClose={onClose}
    >
      <p>{t(`${turn}.text`)}</p>
      {turn === "stop" && <p className="quiet">{t("stop.stays")}</p>}
    </WhyDialog>
  );
}
