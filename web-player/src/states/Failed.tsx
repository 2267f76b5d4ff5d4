import { useTranslation } from "react-i18next";
import { isApiProblem } from "../api";
import { Notice } from "./Notice";
import styles from "./states.module.css";

type Kind = "unreachable" | "notFound" | "broken" | "failed" | "crashed" | "denied";

function kindOf(error: unknown): Kind {
  if (!isApiProblem(error)) return "crashed";
  if (error.status === 0) return "unreachable";
  if (error.status === 404) return "notFound";
  if (error.status === 403) return "denied";
  return error.status === 200 ? "broken" : "failed";
}

/** Says what happened, what is safe and what to do. It comes with the console itself: later it may be out of reach. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation("states");
  const kind = kindOf(error);
  const status = isApiProblem(error) ? error.status : 0;
  const action =
    kind === "notFound" ? (
      <a href="/" className={styles.step}>
        {t("home")}
      </a>
    ) : (
      retry && (
        <button type="button" className={styles.step} onClick={retry}>
          {t("retry")}
        </button>
      )
    );
  return (
    <div role="alert">
      <Notice title={t(kind)} action={action}>
        <p className="quiet">{kind === "denied" ? t("problem.denied") : t(`${kind}Text`, { status })}</p>
      </Notice>
    </div>
  );
}
