import { Button, Popover } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { signOut } from "../api";
import type { Session } from "../api";
import styles from "./shell.module.css";

/** Who is signed in, as what, and the way out. Signing out starts the console afresh, with nothing kept. */
export function Account({ session }: { session: Session }) {
  const { t } = useTranslation("shell");
  const leaving = useMutation({ mutationFn: signOut, onSuccess: () => window.location.assign("/sign-in") });
  const { name, email } = session.member;
  return (
    <Popover position="bottom-end" width={240} withinPortal={false} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" size="xs" aria-label={t("account", { name })}>
          {name} <span aria-hidden="true">&nbsp;▾</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={styles.account}>
        <p>{email}</p>
        <p className="quiet">{session.roles.map((role) => t(`role.${role}`)).join(", ")}</p>
        <Button variant="default" size="xs" loading={leaving.isPending} onClick={() => leaving.mutate()}>
          {t("signOut")}
        </Button>
        {leaving.isError && (
          <p role="alert" className="failure">
            {t("signOutFailed")}
          </p>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
