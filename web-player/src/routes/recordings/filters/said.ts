import { useTranslation } from "react-i18next";
import { formatDay } from "../../../format";
import type { Period } from "../search";

/** Some terms as one says any of them. */
export function useList(words: string[]): string | undefined {
  const { i18n } = useTranslation();
  return words.length === 0 ? undefined : new Intl.ListFormat(i18n.language, { type: "disjunction" }).format(words);
}

/** A period in words. */
export function usePeriod({ days, from, to }: Period): string | undefined {
  const { t, i18n } = useTranslation("recordings");
  const day = (of: string) => formatDay(of, i18n.language);
  if (days !== undefined) return t(`filters.last.days${days}`);
  if (from !== undefined && to !== undefined) return from === to ? day(from) : t("filters.span", { from: day(from), to: day(to) });
  if (from !== undefined) return t("filters.since", { from: day(from) });
  return to === undefined ? undefined : t("filters.until", { to: day(to) });
}
