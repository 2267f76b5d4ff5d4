import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Session } from "../api";
import { Icon } from "./icons";
import { Menu } from "./Menu";
import { Preferences } from "./Preferences";
import { useSignOut } from "./signOut";
import styles from "./account.module.css";
import buttons from "./button.module.css";

/** Who is signed in, as what, and the way out. */
export function AccountMenu({ session }: { session: Session }) {
  const { t } = useTranslation("shell");
  const leaving = useSignOut();
  const { name, email } = session.member;
  const face = (
    <>
      <Icon name="account" size={16} />
      <span className={buttons.wide}>{name}</span>
    </>
  );
  return (
    <Menu label={t("account", { name })} face={face}>
      <div className={styles.account}>
        <p className={styles.who}>
          <strong>{name}</strong>
          <span>{email}</span>
          <span className="quiet">
            {session.roles.map((role) => t(`role.${role}`)).join(", ") || t("noRole")} · {session.organisation.name}
          </span>
        </p>
        <Link to="/account">{t("ownAccount")}</Link>
        <Preferences />
        <button type="button" className={buttons.button} disabled={leaving.isPending} onClick={() => leaving.mutate()}>
          {t("signOut")}
        </button>
        {leaving.isError && (
          <p role="alert" className="failure">
            {t("signOutFailed")}
          </p>
        )}
      </div>
    </Menu>
  );
}
