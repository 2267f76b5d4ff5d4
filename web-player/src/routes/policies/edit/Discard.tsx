import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { dropDraft } from "../../../api/policies";
import type { PurposeAddress } from "../../../api/policies";
import { Confirm } from "../../../states/Confirm";

interface Props {
  address: PurposeAddress;
  revision: number;
  onDropped: () => void;
  onClose: () => void;
}

/** Asks before a draft is dropped. */
export function Discard({ address, revision, onDropped, onClose }: Props) {
  const { t } = useTranslation("policy");
  const dropping = useMutation({ mutationFn: () => dropDraft(address, revision), onSuccess: onDropped });
  return (
    <Confirm title={t("discardTitle")} deed={t("discardConfirm")} doing={dropping} onDo={() => dropping.mutate()} onClose={onClose}>
      <p>{t("discardText")}</p>
    </Confirm>
  );
}
