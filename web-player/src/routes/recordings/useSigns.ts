import { useTranslation } from "react-i18next";
import { readReason, readTrigger } from "./signs";

/** Says triggers and reasons in words. One that this console does not know is said as the server names it. */
export function useSigns() {
  const { t, i18n } = useTranslation("recordings");
  const sayTrigger = (text: string): string => {
    const read = readTrigger(text);
    return read === undefined ? text : t(`sign.${read.sign}`, { what: read.what ?? "" });
  };
  const sayReason = (text: string): string => {
    const read = readReason(text);
    if (read === undefined) return text;
    return read.reason === "criterion" ? t("keptFor.criterion", { what: t(`sign.${read.sign}`) }) : t(`keptFor.${read.reason}`);
  };
  /** Why one is kept: what fired says more than that something did. */
  const sayKept = (reasons: readonly string[] = [], triggers: readonly string[] = []): string | undefined => {
    const fired = reasons.includes("trigger") ? triggers.map(sayTrigger) : [];
    const others = reasons.filter((reason) => reason !== "trigger" || fired.length === 0).map(sayReason);
    const all = [...others, ...fired];
    if (all.length === 0) return undefined;
    return t("keptFor.said", { list: new Intl.ListFormat(i18n.language, { type: "conjunction" }).format(all) });
  };
  return { sayTrigger, sayReason, sayKept };
}
