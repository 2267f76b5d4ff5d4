import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Member } from "../../api/members";
import { formatDay } from "../../format";
import { useSession } from "../../session";
import { Denied } from "../../states/Denied";
import { Failed } from "../../states/Failed";
import { ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { Waiting } from "../../states/Waiting";
import { Access } from "./Access";
import { GrantRole } from "./GrantRole";
import { HeldRoles } from "./HeldRoles";
import { membersQuery } from "./queries";
import { Remove } from "./Remove";

/** One member: roles, access, and leaving. */
export function MemberScreen() {
  const { t } = useTranslation("members");
  const session = useSession();
  const { member: id } = useParams({ from: "/shell/members/$member" });
  const mayManage = session.may.includes("manage_members");
  const query = useQuery({ ...membersQuery, enabled: mayManage });
  if (!mayManage) return <Denied may="manage_members" organisation={session.organisation.name} />;
  const member = query.data?.members.find((one) => one.id === id);
  return (
    <div className={screen.screen}>
      <div>
        <Link to="/members" className={screen.back}>‹ {t("back")}</Link>
        <ScreenTitle title={member?.name ?? (query.data ? t("gone") : t("title"))} />
        {member && <About member={member} />}
      </div>
      {query.isPending && <Waiting />}
      {query.isError && <Failed error={query.error} retry={() => void query.refetch()} />}
      {member && (
        <>
          <HeldRoles member={member} />
          <GrantRole member={member} />
          <Access member={member} />
          <Remove member={member} />
        </>
      )}
    </div>
  );
}

function About({ member }: { member: Member }) {
  const { t, i18n } = useTranslation("members");
  const isOneself = useSession().member.id === member.id;
  const seen = member.last_seen_on && t("seenOn", { day: formatDay(member.last_seen_on, i18n.language) });
  return (
    <p className="quiet">
      {member.email} {isOneself && `(${t("you")})`} · {member.invited ? t("invitedText") : (seen ?? t("active"))}
    </p>
  );
}
