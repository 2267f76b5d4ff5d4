import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { endMemberSessions, makeLink } from "../../api/members";
import type { Member } from "../../api/members";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { Handed } from "./Handed";
import { useDeed } from "./queries";

/** A fresh link, and an end to all sessions. */
export function Access({ member }: { member: Member }) {
  const { t } = useTranslation("members");
  const linking = useDeed(() => makeLink(member.id));
  const ending = useDeed(() => endMemberSessions(member.id));
  const kind = member.invited ? "invitation" : "reset";
  return (
    <section className={screen.section}>
      <h2>{t("access")}</h2>
      <ul className={screen.rows}>
        <li>
          <div>{t(member.invited ? "linkInvited" : "linkActive")}</div>
          <Button variant="default" size="xs" loading={linking.isPending} onClick={() => linking.mutate(undefined)}>
            {t(member.invited ? "makeInvitation" : "makeReset")}
          </Button>
        </li>
        {!member.invited && (
          <li>
            <div>{t("endSessionsText", { name: member.name })}</div>
            <Button variant="default" size="xs" loading={ending.isPending} onClick={() => ending.mutate(undefined)}>
              {t("endSessions")}
            </Button>
          </li>
        )}
      </ul>
      {linking.data && <Handed handover={linking.data} name={member.name} kind={kind} />}
      <span role="status">{ending.isSuccess && t("endedSessions")}</span>
      <Trouble error={linking.error ?? ending.error} />
    </section>
  );
}
