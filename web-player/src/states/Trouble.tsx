import { useTranslation } from "react-i18next";
import { isApiProblem } from "../api";
import { nameProblem } from "./problems";

/** Why what was asked for did not happen, beside the button that asked. Its place is there before it speaks. */
export function Trouble({ error }: { error: unknown }) {
  const why = useTrouble();
  return (
    <div role="alert" className="failure">
      {error ? why(error) : undefined}
    </div>
  );
}

/** Says in words why something did not happen. */
export function useTrouble(): (error: unknown) => string {
  const { t } = useTranslation("states");
  return (error) => {
    const wait = isApiProblem(error) ? error.retryAfterSeconds : undefined;
    const name = nameProblem(error);
    if (name === "tooMany" && wait) return t("problem.tooManyFor", { count: Math.ceil(wait / 60) });
    return t(`problem.${name}`, { status: isApiProblem(error) ? error.status : 0 });
  };
}
