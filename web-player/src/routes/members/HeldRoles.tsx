import { Button } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { takeRole } from "../../api/members";
import type { HeldRole, Member } from "../../api/members";
import { useSession } from "../../session";
import { Confirm } from "../../states/Confirm";
import screen from "../../states/screen.module.css";
import { useDeed } from "./queries";
import { RoleChip, useRoleWords } from "./RoleChip";

/** What a member holds, with what it lets them do, and the way to take it away. */
export function HeldRoles({ member }: { member: Member }) {
  const { t } = useTranslation(["members", "shell"]);
  const session = useSession();
  const words = useRoleWords();
  const [taken, setTaken] = useState<HeldRole>();
  const close = () => setTaken(undefined);
  const taking = useDeed((role: string) => takeRole(member.id, role), close);
  return (
    <section className={screen.section}>
      <h2>{t("roles")}</h2>
      {member.roles.length === 0 && <p className="quiet">{t("none")}</p>}
      <ul className={screen.rows}>
        {member.roles.map((held) => (
          <li key={held.id}>
            <div>
              <RoleChip held={held} />
              <br />
              <span className="quiet">
                {held.role && t(`does.${held.role}`)} {held.exception && t("exceptionIs", { why: held.exception })}
              </span>
            </div>
            <Button variant="default" size="xs" aria-label={t("takeOf", { role: words(held) })} onClick={() => setTaken(held)}>
              {t("take")}
            </Button>
          </li>
        ))}
      </ul>
      {taken && (
        <Confirm title={t("takeTitle")} deed={t("take")} doing={taking} onDo={() => taking.mutate(taken.id)} onClose={close}>
          <p>{t("takeText", { name: member.name, role: words(taken) })}</p>
          {session.member.id === member.id && <p>{t("takeOwn")}</p>}
        </Confirm>
      )}
    </section>
  );
}
