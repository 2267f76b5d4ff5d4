import { useTranslation } from "react-i18next";
import type { TFunction } from "i18next";
import type { Criterion, Policy, Trigger } from "../../api/policies";
import { readJudged, readShare, sayMinutes, sayParts, saySeconds, sayShare } from "./amounts";
import { nameField } from "./fields";
import { LONGEST } from "./form";
import { THRESHOLDS } from "./friction";
import type { FieldName } from "./fields";
import { oneOf } from "../../terms";

type T = TFunction<["policies", "shell"]>;

/** Which visits a policy records, in words: one part for each measure. */
function sayVisits(t: T, { L1, L2, L3 }: Policy["collection"], language: string): string {
  const share = L1 && readShare(L1.rate);
  const parts = [
    ...(share ? [t(`who.${share.as}`, { count: share.count, share: sayShare(L1?.rate ?? 0, language) })] : []),
    ...(L2 ? [t("who.L2")] : []),
    ...(L3 ? [t("who.L3")] : []),
  ];
  return parts.join(". ");
}

/** A measure as the server names it: `L1 ≤ 25 %`, `M2`, `≤ 1440`. What is not known is said as it is. */
function sayTerm(t: T, term: string, language: string): string {
  const [, atMost, percent] = /^L1 (≤ )?([\d.]+) %$/.exec(term) ?? [];
  if (percent !== undefined) return t(atMost ? "term.L1AtMost" : "term.L1Of", { share: sayShare(Number(percent) / 100, language) });
  switch (term) {
    case "L1":
    case "L2":
    case "L3":
    case "M1":
    case "M2":
    case "M3":
    case "I1":
    case "I2":
    case "I3":
      return t(`term.${term}`);
    default:
      return term;
  }
}

function sayMeasures(t: T, measure: string, text: string, language: string): string {
  if (measure === "retention") {
    const minutes = readJudged(text.replace("≤ ", ""));
    const time = minutes === undefined ? text : sayMinutes(minutes, language);
    return text.startsWith("≤") ? t("term.atMost", { time }) : time;
  }
  if (measure === "publisher_marks") return t(text === "0" ? "value.no" : "value.yes");
  if (measure === "unmask") return text === "0" ? t("term.none") : t("term.some", { count: Number(text) });
  const terms = text.split(", ");
  // What is chosen holds together; of what is asked, any one suffices.
  const type = terms.some((term) => /^L1 \d/.test(term)) ? "conjunction" : "disjunction";
  return new Intl.ListFormat(language, { type }).format(terms.map((term) => sayTerm(t, term, language)));
}

function sayTrigger(t: T, trigger: Trigger): string {
  if (trigger.on === "url") return t("sign.url", { what: trigger.pattern });
  if (trigger.on === "element") return t("sign.element", { what: trigger.selector });
  if (trigger.on === "custom") return t("sign.custom", { what: trigger.name });
  return t(`sign.${trigger.on}`);
}

const MEASURES = ["collection", "masking", "identifiers", "retention", "publisher_marks", "unmask"] as const;
const SETTINGS = ["pointer", "export", "history", "lifespan"] as const;

/** What a written reason is for: a measure, one of its terms, or a setting. */
function sayReasoned(t: T, name: string, language: string): string {
  const measure = oneOf(MEASURES, name);
  const setting = oneOf(SETTINGS, name);
  if (measure) return t(`measure.${measure}`);
  return setting ? t(`field.${setting}`) : sayTerm(t, name, language);
}

/** What an item of a list says, be it a text, a trigger, a criterion, a rule or a reason. */
function sayItem(t: T, item: unknown, language: string): string {
  if (typeof item !== "object" || item === null) return String(item);
  if ("on" in item) return sayTrigger(t, item as Trigger);
  if ("marker" in item) {
    const { marker, at_least: count } = item as Criterion;
    return t("value.atLeast", { marker: t(`sign.${marker}`), count: count ?? 1 });
  }
  if ("measure" in item && "why" in item) return t("value.reason", { measure: sayReasoned(t, String(item.measure), language), why: String(item.why) });
  return "selector" in item ? String(item.selector) : JSON.stringify(item);
}

function sayNumber(name: FieldName, value: number, language: string): string {
  if (name === "rate") return sayShare(value, language);
  if (THRESHOLDS.some((each) => each.name === name && each.isTime)) return sayParts(value / 1_000, language);
  if (name === "before" || name === "after") return saySeconds(value, language);
  const isMinutes = name === "retention" || name === "lifespan" || name === "longest" || name === "historyDelay" || name === "verdictDelay";
  return isMinutes ? sayMinutes(value, language) : new Intl.NumberFormat(language).format(value);
}

function sayValue(t: T, name: FieldName, value: unknown, language: string): string {
  if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) return t("value.nothing");
  if (typeof value === "boolean") return t(value ? "value.yes" : "value.no");
  if (typeof value === "number") return sayNumber(name, value, language);
  if (Array.isArray(value)) return value.map((item) => sayItem(t, item, language)).join(", ");
  const text = String(value);
  if (name === "masking" || name === "identifiers") return sayTerm(t, text, language);
  if (name === "nature") return t(`nature.${text as NonNullable<Policy["nature"]>}`);
  if (name === "legalBasis") return t(`legalBasis.${text as NonNullable<Policy["legal_basis"]>}`);
  if (name === "pointer") return t(`pointer.${text as NonNullable<Policy["pointer"]>}`);
  if (name === "until") return t(text === "release" ? "value.release" : "value.ticket_closed");
  return name === "history" && text === "on_device" ? t("value.on_device") : text;
}

/** How long recordings are kept, and what else ends or prolongs that. */
function sayKept(t: T, { retention_minutes: minutes, until }: Policy, language: string): string {
  const time = sayMinutes(minutes, language);
  if (until === undefined) return time;
  if (until.event === "release") return t("keptUntil.release", { time });
  return t("keptUntil.ticket_closed", { time, longest: sayMinutes(until.longest_minutes ?? LONGEST, language) });
}

/** Says policies and what is judged of them, in the language of the interface. */
export function useSayings() {
  const { t, i18n } = useTranslation(["policies", "shell"]);
  const language = i18n.language;
  return {
    visits: (policy: Policy) => sayVisits(t, policy.collection, language),
    /** Who did something; what the server calls `cli` is no person. */
    author: (name: string) => (name === "cli" ? t("past.cli") : name),
    trigger: (trigger: Trigger) => sayTrigger(t, trigger),
    kept: (policy: Policy) => sayKept(t, policy, language),
    /** The whole policy as one sentence. */
    sentence: (policy: Policy) =>
      t("sentence", {
        who: sayVisits(t, policy.collection, language),
        masking: t(`masks.${policy.masking}`),
        identifiers: t(`links.${policy.identifiers}`),
        time: sayKept(t, policy, language),
      }),
    measures: (measure: string, text: string) => sayMeasures(t, measure, text, language),
    terms: (terms: readonly string[]) => sayMeasures(t, "", terms.join(", "), language),
    paragraph: (numbers: string) => t("paragraph", { numbers: numbers.replace("appendix", t("appendix")) }),
    field: (field: string) => t(`field.${nameField(field).name}`),
    value: (field: string, value: unknown) => sayValue(t, nameField(field).name, value, language),
  };
}
