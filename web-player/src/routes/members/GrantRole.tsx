import { Button } from "@mantine/core";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { grantRole } from "../../api/members";
import type { Member, NewRole } from "../../api/members";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { useDeed } from "./queries";
import { RoleFields, isComplete } from "./RoleFields";
import { firstRole, fitRole, needsException } from "./roles";

/** Gives a member one more role. */
export function GrantRole({ member }: { member: Member }) {
  const { t } = useTranslation("members");
  const [role, setRole] = useState(firstRole);
  const [tried, setTried] = useState(false);
  const granting = useDeed(
    (given: NewRole) => grantRole(member.id, given),
    () => {
      setRole(firstRole());
      setTried(false);
    },
  );
  const conflict = needsException(fitRole(role), member.roles, Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isComplete(role, conflict)) granting.mutate(fitRole(role));
  };
  return (
    <section className={screen.section}>
      <h2>{t("grantTitle")}</h2>
      <form onSubmit={submit} noValidate className={screen.form}>
        <RoleFields value={role} onChange={setRole} conflict={conflict} tried={tried} />
        <Trouble error={granting.error} />
        <div className={screen.actions}>
          <Button type="submit" variant="default" loading={granting.isPending}>
            {t("grant")}
          </Button>
          <span role="status">{granting.isSuccess && t("granted")}</span>
        </div>
      </form>
    </section>
  );
}
