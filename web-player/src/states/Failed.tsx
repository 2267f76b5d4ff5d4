import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { isApiProblem } from "../api";
import { Notice } from "./Notice";

type Kind = "unreachable" | "notFound" | "broken" | "failed" | "crashed";

function kindOf(error: unknown): Kind {
  if (!isApiProblem(error)) return "crashed";
  if (error.status === 0) return "unreachable";
  if (error.status === 404) return "notFound";
  return error.status === 200 ? "broken" : "failed";
}

/** Says what happened, what is safe and what to do. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation("states");
  const kind = kindOf(error);
  const status = isApiProblem(error) ? error.status : 0;
  const action =
    kind === "notFound" ? (
      <Button component="a" href="/" variant="default">
        {t("home")}
      </Button>
    ) : (
      retry && <Button onClick={retry}>{t("retry")}</Button>
    );
  return (
    <div role="alert">
      <Notice title={t(kind)} action={action}>
        <p className="quiet">{t(`${kind}Text`, { status })}</p>
      </Notice>
    </div>
  );
}
