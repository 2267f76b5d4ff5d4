import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { eraseWords } from "../../api/audit";
import { Confirm } from "../../states/Confirm";
import { auditKey } from "./queries";

interface Props {
  number: number;
  onClose: () => void;
  onErased: () => void;
}

/** Asks before the words beside an entry are erased. */
export function AskErase({ number, onClose, onErased }: Props) {
  const { t } = useTranslation("audit");
  const queries = useQueryClient();
  const erasing = useMutation({
    mutationFn: () => eraseWords(number),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: auditKey });
      onErased();
    },
  });
  return (
    <Confirm
      title={t("erase.question", { number })}
      deed={t("erase.confirm")}
      doing={erasing}
      onDo={() => erasing.mutate()}
      onClose={onClose}
    >
      <p>{t("erase.consequence")}</p>
      <p className="quiet">{t("erase.copies")}</p>
    </Confirm>
  );
}
