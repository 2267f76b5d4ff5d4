import { useTranslation } from "react-i18next";
import type { Concern } from "../../api/incidents";
import { formatMoment } from "../../format";
import { PURPOSES, oneOf } from "../../terms";

/** Says in one line what an incident concerns. */
export function useConcernWords(): (concern: Concern) => string {
  const { t, i18n } = useTranslation(["incidents", "shell"]);
  return ({ purpose, route, rule, from, until }) => {
    const known = oneOf(PURPOSES, purpose);
    const moment = (at: string) => formatMoment(at, i18n.language);
    const parts = [
      known ? t(`shell:purpose.${known}`) : t("concern.everyPurpose"),
      route && t("concern.ofRoute", { route }),
      rule && t("concern.ofRule", { rule }),
      from && t("concern.since", { moment: moment(from) }),
      until && t("concern.before", { moment: moment(until) }),
    ];
    return parts.filter(Boolean).join(" · ");
  };
}
