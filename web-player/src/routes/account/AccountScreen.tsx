import { useTranslation } from "react-i18next";
import { useSession } from "../../session";
import { Preferences } from "../../shell/Preferences";
import { ScreenTitle } from "../../states/Notice";
import screen from "../../states/screen.module.css";
import { ChangePassword } from "./ChangePassword";
import { OwnRoles } from "./OwnRoles";
import { OwnSessions } from "./OwnSessions";

/** Who one is, what one may do, one's password and one's sessions. */
export function AccountScreen() {
  const { t } = useTranslation("account");
  const session = useSession();
  return (
    <div className={screen.screen}>
      <ScreenTitle title={t("title")} />
      <section className={screen.section}>
        <h2>{t("who")}</h2>
        <dl className={screen.facts}>
          <dt>{t("name")}</dt>
          <dd>{session.member.name}</dd>
          <dt>{t("email")}</dt>
          <dd>{session.member.email}</dd>
          <dt>{t("organisation")}</dt>
          <dd>{session.organisation.name}</dd>
        </dl>
      </section>
      <OwnRoles session={session} />
      <ChangePassword />
      <OwnSessions />
      <section className={screen.section}>
        <h2>{t("preferences")}</h2>
        <Preferences />
        <p className="quiet">{t("preferencesText")}</p>
      </section>
    </div>
  );
}
