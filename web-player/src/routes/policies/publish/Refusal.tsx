import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../../api";
import screen from "../../../states/screen.module.css";
import { Trouble } from "../../../states/Trouble";
import { isConflict } from "../edit/useDraft";

interface Props {
  error: unknown;
  readAgain: () => void;
}

/** Why a draft was not published, and what to do. */
export function Refusal({ error, readAgain }: Props) {
  const { t } = useTranslation("policy");
  const type = isApiProblem(error) ? error.type : undefined;
  const field = (isApiProblem(error) ? error.field : undefined) ?? "?";
  if (isConflict(error))
    return (
      <div role="alert" className={screen.note}>
        <p>{t("publish.changed")}</p>
        <Button mt={8} size="xs" variant="default" onClick={readAgain}>
          {t("publish.readAgain")}
        </Button>
      </div>
    );
  const sole: Record<string, string> = {
    off_first_level: t("publish.firstLevelNeedsDpo"),
    keep_after_withdrawal: t("publish.keepNeedsDpo"),
  };
  const known: Record<string, string> = {
    "/problems/deviation-needs-dpo": sole[field] ?? t("publish.needsDpoText"),
    "/problems/deviation-not-justified": t("publish.notJustified"),
    "/problems/policy-not-valid": t("publish.notValid", { field }),
    "/problems/sealing-not-available": t("publish.notAvailable"),
    "/problems/measure-not-available": t("publish.notAvailable"),
  };
  const words = type === undefined ? undefined : known[type];
  if (words === undefined) return <Trouble error={error} />;
  return (
    <p role="alert" className="failure">
      {words}
    </p>
  );
}
