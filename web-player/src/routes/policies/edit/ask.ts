import { useTranslation } from "react-i18next";
import { isApiProblem } from "../../../api";
import type { Deviation, Framework, Judged } from "../../../api/policies";
import type { Purpose } from "../../../terms";
import { nameField } from "../fields";
import type { FieldName } from "../fields";
import { lineAt } from "../form";
import type { Form } from "../form";
import type { DraftState } from "./useDraft";

/** What each question of the editor needs. */
export interface Ask {
  form: Form;
  set: (part: Partial<Form>) => void;
  /** What is wrong with a field, in words. */
  fault: (name: FieldName) => string | undefined;
  deviation: (measure: Judged) => Deviation | undefined;
  framework: Framework;
  purpose: Purpose;
}

/** Says what is wrong with a field: it says no number, or the server has refused it. */
export function useFaults({ form, missing, refused }: DraftState): (name: FieldName) => string | undefined {
  const { t } = useTranslation("policy");
  const field = isApiProblem(refused) ? refused.field : undefined;
  const named = field === undefined ? undefined : nameField(field);
  return (name) => {
    if (missing.includes(name)) return t("fault.number");
    if (named === undefined || field === undefined || named.name !== name) return undefined;
    const line = named.at === undefined ? undefined : lineAt(form, name, named.at);
    const words = hasFault(name) ? t(`fault.${name}`) : t("fault.other", { field });
    return line === undefined ? words : `${t("fault.line", { line })} ${words}`;
  };
}

const WITH_WORDS = [
  "rate",
  "before",
  "after",
  "triggers",
  "collection",
  "keep",
  "verdictDelay",
  "whyNotOnDevice",
  "historyDelay",
  "retention",
  "until",
  "longest",
  "lifespan",
  "textVersion",
  "offFirstLevel",
  "keepAfterWithdrawal",
  "routes",
  "recordOnly",
  "neverRecord",
  "block",
  "whatFor",
  "lessIntrusive",
  "reasons",
  "other",
] as const satisfies readonly FieldName[];

function hasFault(name: FieldName): name is (typeof WITH_WORDS)[number] {
  return WITH_WORDS.some((known) => known === name);
}
