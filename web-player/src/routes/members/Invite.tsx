import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { inviteMember } from "../../api/members";
import type { NewRole } from "../../api/members";
import { Dialog } from "../../states/Dialog";
import screen from "../../states/screen.module.css";
import { Trouble } from "../../states/Trouble";
import { Handed } from "./Handed";
import { useDeed } from "./queries";
import { RoleFields, isComplete } from "./RoleFields";
import { firstRole, fitRole, needsException } from "./roles";

const MOST_ROLES = 8;

/** Asks who is invited and what for; then says how the link reaches them. */
export function Invite({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("members");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState([firstRole()]);
  const [tried, setTried] = useState(false);
  const inviting = useDeed(inviteMember);
  const conflicts = roles.map((role, at) => needsException(fitRole(role), roles.slice(0, at).map(fitRole), Date.now()));
  const isReady =
    name.trim() !== "" && email.includes("@") && roles.every((role, at) => isComplete(role, conflicts[at] === true));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isReady) inviting.mutate({ name: name.trim(), email: email.trim(), roles: roles.map(fitRole) });
  };

  if (inviting.data)
    return (
      <Dialog opened onClose={onClose} title={t("handedOver", { name: name.trim() })} wide>
        <Handed handover={inviting.data} name={name.trim()} kind="invitation" />
        <div className={screen.actionsEnd}>
          <Button onClick={onClose}>{t("done")}</Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog opened onClose={onClose} title={t("inviteTitle")} wide>
      <form onSubmit={submit} noValidate className={screen.dialogForm}>
        <div className={screen.pair}>
          <TextInput
            label={t("form.name")}
            name="name"
            autoComplete="off"
            data-autofocus
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={tried && name.trim() === "" && t("form.nameMissing")}
          />
          <TextInput
            label={t("form.email")}
            name="email"
            type="email"
            autoComplete="off"
            spellCheck={false}
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            error={tried && !email.includes("@") && t("form.emailMissing")}
          />
        </div>
        <RoleList roles={roles} conflicts={conflicts} tried={tried} onChange={setRoles} />
        <Trouble error={inviting.error} />
        <div className={screen.actionsEnd}>
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={inviting.isPending}>
            {t("inviteSubmit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ListProps {
  roles: NewRole[];
  conflicts: boolean[];
  tried: boolean;
  onChange: (roles: NewRole[]) => void;
}

function RoleList({ roles, conflicts, tried, onChange }: ListProps) {
  const { t } = useTranslation("members");
  return (
    <>
      {roles.map((role, at) => (
        // Roles have no name of their own: their place is what they are.
        <fieldset key={at} className={screen.group}>
          <legend>{t("form.roleNumber", { number: at + 1 })}</legend>
          <RoleFields
            value={role}
            conflict={conflicts[at] === true}
            tried={tried}
            onChange={(changed) => onChange(roles.with(at, changed))}
          />
          {roles.length > 1 && (
            <div>
              <Button variant="default" size="xs" onClick={() => onChange(roles.toSpliced(at, 1))}>
                {t("form.dropRole")}
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      {roles.length < MOST_ROLES && (
        <div>
          <Button variant="default" size="xs" onClick={() => onChange([...roles, firstRole()])}>
            {t("form.addRole")}
          </Button>
        </div>
      )}
    </>
  );
}
