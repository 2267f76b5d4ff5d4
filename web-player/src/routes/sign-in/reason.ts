import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../api";

/** Why signing in did not work, in words; `failedAt` is when it was tried. */
export function useReason(error: unknown, failedAt: number): string | undefined {
  const { t, i18n } = useTranslation("signIn");
  if (error === null || error === undefined) return undefined;
  if (!isApiProblem(error) || error.status === 0) return t("unreachable");
  if (error.status === 401) return t("wrong");
  if (error.status !== 429) return t("failed", { status: error.status });
  const wait = error.retryAfterSeconds;
  if (!wait) return t("tooMany");
  if (wait < 60) return t("tooManyFor", { count: wait });
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: "short", hourCycle: "h23" }).format(failedAt + wait * 1000);
  return t("tooManyMinutes", { count: Math.ceil(wait / 60), time });
}
