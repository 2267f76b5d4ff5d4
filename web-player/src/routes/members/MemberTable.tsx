import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Member } from "../../api/members";
import { formatDay } from "../../format";
import { useSession } from "../../session";
import screen from "../../states/screen.module.css";
import { RoleChip } from "./RoleChip";

/** One line per member; the name leads to what can be done. */
export function MemberTable({ members }: { members: Member[] }) {
  const { t } = useTranslation("members");
  return (
    <table className={screen.table}>
      <thead>
        <tr>
          <th scope="col">{t("person")}</th>
          <th scope="col">{t("state")}</th>
          <th scope="col">{t("roles")}</th>
          <th scope="col">{t("lastSeen")}</th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberRow key={member.id} member={member} />
        ))}
      </tbody>
    </table>
  );
}

function MemberRow({ member }: { member: Member }) {
  const { t, i18n } = useTranslation("members");
  const isOneself = useSession().member.id === member.id;
  return (
    <tr>
      <td>
        <Link to="/members/$member" params={{ member: member.id }} className={screen.name}>
          {member.name}
        </Link>{" "}
        {isOneself && (
          <span className={screen.chip} data-tone="good">
            {t("you")}
          </span>
        )}
        <br />
        <span className="quiet">{member.email}</span>
      </td>
      <td className={screen.tight}>
        <span className={screen.chip} data-tone={member.invited ? "soon" : undefined}>
          {t(member.invited ? "invited" : "active")}
        </span>
      </td>
      <td>
        {member.roles.length === 0 ? (
          <span className="quiet">{t("none")}</span>
        ) : (
          <ul className={screen.chips}>
            {member.roles.map((held) => (
              <li key={held.id}>
                <RoleChip held={held} />
              </li>
            ))}
          </ul>
        )}
      </td>
      <td className={screen.tight} data-label={t("lastSeen")}>
        {member.last_seen_on ? formatDay(member.last_seen_on, i18n.language) : t("never")}
      </td>
    </tr>
  );
}
