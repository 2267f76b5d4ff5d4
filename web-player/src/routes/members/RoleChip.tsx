import { useTranslation } from "react-i18next";
import type { HeldRole } from "../../api/members";
import { formatDay } from "../../format";
import { useNow } from "../../now";
import { useSession } from "../../session";
import screen from "../../states/screen.module.css";
import { boundTo, holdOf, isEndless, lastDayOf, takesSite } from "./roles";

/** What a role is, where and until when, in one line. */
export function useRoleWords(): (held: Omit<HeldRole, "id">) => string {
  const { t, i18n } = useTranslation(["members", "shell"]);
  const { sites } = useSession();
  return ({ role, named, site, purpose, until }) => {
    const watched = role && (boundTo(role) ?? purpose);
    const where = site ? (sites.find(({ key }) => key === site)?.name ?? site) : role && takesSite(role) && t("allSites");
    const parts = [
      role ? t(`shell:role.${role}`) : named,
      watched && t(`shell:purpose.${watched}`),
      where,
      isEndless(until) ? t("endless") : t("until", { day: formatDay(lastDayOf(until), i18n.language) }),
    ];
    return parts.filter(Boolean).join(" · ");
  };
}

/** A role as held; one that has lapsed or soon will is marked in words too. */
export function RoleChip({ held }: { held: Omit<HeldRole, "id"> }) {
  const { t } = useTranslation("members");
  const now = useNow();
  const words = useRoleWords();
  const hold = holdOf(held.until, now);
  return (
    <span className={screen.chip} data-tone={hold}>
      {words(held)}
      {hold !== "live" && <strong> {t(`hold.${hold}`)}</strong>}
      {held.exception && ` ${t("byException")}`}
    </span>
  );
}
