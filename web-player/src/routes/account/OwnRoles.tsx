import { useTranslation } from "react-i18next";
import type { Session } from "../../api";
import screen from "../../states/screen.module.css";
import { RoleChip } from "../members/RoleChip";

/** What one may do, in words: each role with what it is for, then where one may watch. */
export function OwnRoles({ session }: { session: Session }) {
  const { t, i18n } = useTranslation(["account", "members", "shell"]);
  const list = new Intl.ListFormat(i18n.language);
  const watched = session.sites.filter(({ watch }) => watch.length > 0);
  if (session.roles.length === 0)
    return (
      <section className={screen.section}>
        <h2>{t("roles")}</h2>
        <p>{t("noRoles", { organisation: session.organisation.name })}</p>
      </section>
    );
  return (
    <section className={screen.section}>
      <h2>{t("roles")}</h2>
      <ul className={screen.rows}>
        {session.roles.map((role) => (
          <li key={role}>
            <div>
              <strong>{t(`shell:role.${role}`)}</strong>
              <br />
              <span className="quiet">{t(`members:does.${role}`)}</span>
            </div>
            <ul className={screen.chips}>
              {session.grants
                .filter((held) => held.role === role)
                .map((held) => (
                  <li key={`${held.site}${held.purpose}${held.until}`}>
                    <RoleChip held={held} />
                  </li>
                ))}
            </ul>
          </li>
        ))}
        {watched.map((site) => (
          <li key={site.key}>
            {t("watches", {
              site: site.name,
              purposes: list.format(site.watch.map((purpose) => t(`shell:purpose.${purpose}`))),
            })}
          </li>
        ))}
      </ul>
      <p className="quiet">{t("rolesText")}</p>
    </section>
  );
}
